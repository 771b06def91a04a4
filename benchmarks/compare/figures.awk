# From the output of one run: median write and read bandwidth in MiB/s, and CPU seconds per GiB moved.
# Given: cpu, user and system seconds.
/^write +[0-9]/ && NF == 11 { write[++writes] = $2 }
/^read +[0-9]/ && NF == 11 { read[++reads] = $2 }
/^aggregate filesize/ { gib = $4 * ($5 == "GiB" ? 1 : $5 == "MiB" ? 1 / 1024 : 1 / 1048576) }
# coll_perf: one round before those that it times.
/^Global array size/ { gib = $4 * $6 * $8 * 4 / 1024 ^ 3; untimed = 2 }
/^Collective write time/ { write[++writes] = $(NF - 1) }
/^Collective read time/ { read[++reads] = $(NF - 1) }
END {
  if (writes == 0 || reads == 0) exit 1
  split(cpu, seconds, " ")
  printf "%.1f %.1f %.3f\n", median(write, writes), median(read, reads),
    (seconds[1] + seconds[2]) / (gib * (writes + reads + untimed))
}
