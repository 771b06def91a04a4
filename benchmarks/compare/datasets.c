/*
 * Creates small datasets with one attribute each, as `jromio h5bench datasets` does, through parallel HDF5 with
 * collective metadata. Prints the seconds from create to close of the slowest rank.
 *
 * h5pcc -O2 datasets.c -o datasets && mpiexec -n 4 ./datasets -n 10000 FILE
 */
#include <hdf5.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PER_GROUP = 1000 };

static void check(long id, const char *what) {
  if (id < 0) {
    fprintf(stderr, "datasets: %s failed\n", what);
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  int rank, ranks, count = 10000;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  if (argc > 3 && strcmp(argv[1], "-n") == 0) count = atoi(argv[2]);
  const char *name = argv[argc - 1];
  if (argc < 2 || count < 1) {
    fprintf(stderr, "usage: datasets [-n COUNT] FILE\n");
    MPI_Abort(MPI_COMM_WORLD, 2);
  }

  MPI_Barrier(MPI_COMM_WORLD);
  double began = MPI_Wtime();
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_mpio(access, MPI_COMM_WORLD, MPI_INFO_NULL);
  H5Pset_all_coll_metadata_ops(access, 1);
  H5Pset_coll_metadata_write(access, 1);
  H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  hid_t file = H5Fcreate(name, H5F_ACC_TRUNC, H5P_DEFAULT, access);
  check(file, "create");
  hsize_t extent = ranks;
  hid_t space = H5Screate_simple(1, &extent, NULL), scalar = H5Screate(H5S_SCALAR);
  hid_t group = -1;
  for (int i = 0; i < count; i++) {
    char text[32];
    if (i % PER_GROUP == 0) {
      if (group >= 0) H5Gclose(group);
      snprintf(text, sizeof text, "g%d", i / PER_GROUP);
      group = H5Gcreate2(file, text, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
      check(group, "group");
    }
    snprintf(text, sizeof text, "d%d", i);
    hid_t set = H5Dcreate2(group, text, H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    check(set, "dataset");
    hid_t attribute = H5Acreate2(set, "number", H5T_STD_I32LE, scalar, H5P_DEFAULT, H5P_DEFAULT);
    check(H5Awrite(attribute, H5T_NATIVE_INT, &i), "attribute");
    H5Aclose(attribute);
    H5Dclose(set);
  }
  if (group >= 0) H5Gclose(group);
  check(H5Fclose(file), "close");
  double mine = MPI_Wtime() - began, seconds;
  MPI_Reduce(&mine, &seconds, 1, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
  if (rank == 0) printf("datasets: %d seconds: %.6f per second: %.0f\n", count, seconds, count / seconds);
  MPI_Finalize();
  return 0;
}
