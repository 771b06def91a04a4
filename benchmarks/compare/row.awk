# From lines "write read cpu", one of each side in a round, to a row of the table: the peer's file first, then Java's.
# Given: name, ranks, peer; without a peer there is only Java's file.
function column(side, k,   i) {
  for (i = 1; i <= rounds[side]; i++) list[i] = value[side, i, k]
  return median(list, rounds[side])
}

function ratio(k,   i, n) {
  if (column("peer", k) == 0) return "-"
  for (i = 1; i <= rounds["java"]; i++) list[++n] = value["java", i, k] / value["peer", i, k]
  sort(list, n)
  return sprintf("%.2f [%.2f-%.2f]", median(list, n), list[1], list[n])
}

{
  side = FILENAME ~ /java$/ ? "java" : "peer"
  rounds[side]++
  for (k = 1; k <= 3; k++) value[side, rounds[side], k] = $k
}

END {
  java = sprintf("%.0f / %.0f", column("java", 1), column("java", 2))
  if (peer == "") {
    printf "| %s | %d | - | - | %s | - | - | - / %.2f |\n", name, ranks, java, column("java", 3)
  } else {
    printf "| %s | %d | %s | %.0f / %.0f | %s | %s | %s | %.2f / %.2f |\n", name, ranks, peer,
      column("peer", 1), column("peer", 2), java, ratio(1), ratio(2), column("peer", 3), column("java", 3)
  }
}
