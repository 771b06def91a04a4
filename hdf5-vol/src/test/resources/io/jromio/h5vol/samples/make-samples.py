#!/usr/bin/python3
"""Writes the small files of this folder with h5py, as programs with the C library write them.

Needs h5py 3.7 (python3-h5py). Run it in this folder.
"""

import ctypes

import h5py
import numpy


def types(group):
    group["i8"] = numpy.array([-1, 2], "<i1")
    group["u64be"] = numpy.array([1, 2**63], ">u8")
    group["f16"] = numpy.array([0.5, -2], "<f2")
    group["f32be"] = numpy.array([1.5, -0.25], ">f4")
    group["f64"] = numpy.array([[1, 2, 3], [4, 5, 6]], "<f8")
    group["fixed"] = numpy.array([b"ab", b"xyz"], "S3")
    group["text"] = numpy.array(["alpha", "", "grün"], dtype=object).astype(h5py.string_dtype())
    group["opaque"] = numpy.array([b"\1\2", b"\3\4"], "V2")
    group["bool"] = numpy.array([True, False])
    group["enum"] = numpy.array(
        [1, -5], dtype=h5py.enum_dtype({"RED": 1, "DEEP": -5}, basetype="<i2"))
    pair = numpy.dtype([("a", "<i4"), ("b", "<f8"), ("c", "S5")], align=True)
    group["compound"] = numpy.array([(1, 2.5, b"one"), (3, -4.5, b"three")], pair)
    group.create_dataset("array", (2,), numpy.dtype(("<i2", (2, 3))))
    group["array"][...] = numpy.arange(12).reshape(2, 2, 3)
    vlen = group.create_dataset("vlen", (2,), h5py.vlen_dtype("<i4"))
    vlen[0] = [1, 2, 3]
    vlen[1] = []
    group.create_dataset("reference", (1,), h5py.ref_dtype)[0] = group["f64"].ref
    group.create_dataset("region", (1,), h5py.regionref_dtype)[0] = group["f64"].regionref[0:1]
    group["scalar"] = 42
    group["null"] = h5py.Empty("<i4")


def storage(group):
    group.create_dataset("fill", (4,), "<i4", fillvalue=7)
    group.create_dataset("chunked", (5, 7), "<i4", chunks=(2, 3))[...] = 3
    group.create_dataset(
        "filtered", (40,), "<i4", chunks=(10,), shuffle=True, compression=4,
        fletcher32=True)[...] = range(40)
    group.create_dataset("grows", (6,), "<i4", chunks=(4,), maxshape=(None,))[...] = range(6)
    group.create_dataset(
        "both", (3, 3), "<i4", chunks=(2, 2), maxshape=(None, None))[...] = 9
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((3,))
    dataset = h5py.h5d.create(group.id, b"compact", h5py.h5t.STD_I16LE, space, compact)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, numpy.array([5, 6, 7], "<i2"))


def links(group):
    target = group.create_group("target")
    target["x"] = 1
    group["hard"] = target["x"]
    group["soft"] = h5py.SoftLink("target/x")
    group["dangling"] = h5py.SoftLink("/nowhere")


def attributes(target, count):
    for i in range(count):
        target.attrs["attribute%02d" % (count - i)] = i
    target.attrs["name"] = "wört"
    target.attrs["list"] = numpy.array([1.5, 2.5])


def named(file):
    file["type"] = numpy.dtype([("x", "<f4"), ("y", "<f4")])
    file["type"].attrs["about"] = "points"
    file.create_dataset("points", (2,), file["type"])
    file["points"].attrs.create("origin", numpy.zeros((), file["type"]), dtype=file["type"])


with h5py.File("old.h5", "w", libver=("earliest", "v108")) as f:
    types(f.create_group("types"))
    links(f.create_group("links"))

with h5py.File("old-storage.h5", "w", libver=("earliest", "v108")) as f:
    storage(f)
    attributes(f["compact"], 5)

with h5py.File("old-groups.h5", "w", libver=("earliest", "v108")) as f:
    attributes(f, 12)
    named(f)
    many = f.create_group("many")
    for i in range(30):
        many["d%02d" % (29 - i)] = h5py.SoftLink("/x%d" % i)

with h5py.File("new.h5", "w", libver="latest") as f:
    types(f.create_group("types"))
    links(f.create_group("links"))
    f["external"] = h5py.ExternalLink("other.h5", "/a/b")

with h5py.File("new-storage.h5", "w", libver="latest", track_order=True) as f:
    storage(f)
    attributes(f["compact"], 5)
    named(f)

with h5py.File("dense.h5", "w", libver="latest") as f:
    group = f.create_group("tracked", track_order=True)
    for i in range(20):
        group["link%02d" % (20 - i)] = h5py.SoftLink("/target%d" % i)
    group = f.create_group("plain")
    for i in range(20):
        group["link%02d" % (20 - i)] = h5py.SoftLink("/target%d" % i)
    attributes(f.create_dataset("attributes", data=1), 15)
    attributes(f.create_dataset("ordered", data=1, track_order=True), 15)

with h5py.File("block.h5", "w", libver="latest", userblock_size=1024) as f:
    f["x"] = [1, 2, 3]

with h5py.File("foreign.h5", "w", libver="latest") as f:
    layout = h5py.VirtualLayout((4,), "<i4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (4,))
    f.create_virtual_dataset("virtual", layout)
    f.create_dataset("external", (4,), "<i4", external=[("raw.bin", 0, 16)])

# What h5py has no call for: messages of datatypes in a heap of the file.
shared = h5py.h5p.create(h5py.h5p.FILE_CREATE)
library = ctypes.CDLL(h5py.h5p.__file__)
assert library.H5Pset_shared_mesg_nindexes(ctypes.c_int64(shared.id), 1) == 0
assert library.H5Pset_shared_mesg_index(ctypes.c_int64(shared.id), 0, 2, 10) == 0
access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
access.set_libver_bounds(h5py.h5f.LIBVER_LATEST, h5py.h5f.LIBVER_LATEST)
with h5py.File(h5py.h5f.create(b"sohm.h5", h5py.h5f.ACC_TRUNC, shared, access)) as f:
    f.create_dataset("a", data=numpy.zeros(2, [("x", "<f4"), ("y", "<f4")]))
    f.create_dataset("b", data=numpy.zeros(2, [("x", "<f4"), ("y", "<f4")]))
