# From the output of h5bench's kernels: raw write and read rates in MiB/s (0 where nothing was read), and CPU seconds.
# Of the creation of datasets: how many a second. Given: cpu, user and system seconds.
function mib(value, unit) {
  return value * (unit ~ /^T/ ? 1048576 : unit ~ /^G/ ? 1024 : unit ~ /^M/ ? 1 : unit ~ /^K/ ? 1 / 1024 : 1 / 1048576)
}
/Raw write rate:/ { write = mib($(NF - 1), $NF) }
/Raw read rate:/ { read = mib($(NF - 1), $NF) }
/^datasets:/ { write = $NF }
END {
  if (write == 0) exit 1
  split(cpu, seconds, " ")
  printf "%.1f %.1f %.3f\n", write, read, seconds[1] + seconds[2]
}
