/*
 * What a C program with parallel HDF5 does to a file of ours: opens it for writing on all ranks, writes rows of a fixed
 * dataset, rewrites one with filters, extends one without end, and adds an attribute and a group.
 */
#include <hdf5.h>
#include <mpi.h>
#include <stdio.h>

static int rank, ranks;

static void check(long id, const char *what) {
  if (id < 0) {
    fprintf(stderr, "extend: rank %d: %s failed\n", rank, what);
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
}

/* Each rank writes `per` values first, first + 1, ... of `name` from place rank * per + `from`. */
static void write_part(hid_t file, const char *name, hsize_t from, hsize_t per, int first) {
  int values[64];
  for (hsize_t i = 0; i < per; i++) values[i] = first + (int)(rank * per + i);
  hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
  check(set, name);
  hid_t space = H5Dget_space(set), memory = H5Screate_simple(1, &per, NULL);
  hsize_t start = from + rank * per;
  check(H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &per, NULL), "selection");
  hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
  H5Pset_dxpl_mpio(transfer, H5FD_MPIO_COLLECTIVE);
  check(H5Dwrite(set, H5T_NATIVE_INT, memory, space, transfer, values), "write");
  H5Pclose(transfer);
  H5Sclose(memory);
  H5Sclose(space);
  H5Dclose(set);
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_mpio(access, MPI_COMM_WORLD, MPI_INFO_NULL);
  hid_t file = H5Fopen(argv[1], H5F_ACC_RDWR, access);
  check(file, "open");

  write_part(file, "fixed", 0, 16, 1000);
  write_part(file, "filtered", 0, 16, 2000);
  hid_t set = H5Dopen2(file, "growing", H5P_DEFAULT);
  hsize_t before, after;
  hid_t space = H5Dget_space(set);
  H5Sget_simple_extent_dims(space, &before, NULL);
  after = before + 50 * ranks;
  check(H5Dset_extent(set, &after), "extend");
  H5Sclose(space);
  H5Dclose(set);
  write_part(file, "growing", before, 50, 3000);

  hid_t scalar = H5Screate(H5S_SCALAR);
  hid_t attribute = H5Acreate2(file, "ranks", H5T_STD_I32LE, scalar, H5P_DEFAULT, H5P_DEFAULT);
  check(H5Awrite(attribute, H5T_NATIVE_INT, &ranks), "attribute");
  H5Aclose(attribute);
  hid_t group = H5Gcreate2(file, "from_c", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  check(group, "group");
  H5Gclose(group);
  check(H5Fclose(file), "close");
  MPI_Finalize();
  return 0;
}
