"""Makes files with h5py: samples.py FOLDER. sample.h5 and old.h5 of this folder are made by it."""
import sys
import h5py
import numpy as np

folder = sys.argv[1] + "/"


def sample(name, libver):
    with h5py.File(folder + name, "w", libver=libver) as f:
        f.attrs["title"] = np.bytes_("sample")
        f.attrs["n"] = np.int32(7)
        f.attrs["grid"] = np.arange(6, dtype="i4").reshape(2, 3)
        g = f.create_group("grp")
        g.attrs["vec"] = np.arange(5, dtype=">i2")
        g.attrs["words"] = np.array(["aa", "b"], dtype=h5py.string_dtype("ascii"))
        d = g.create_dataset("ints", data=np.arange(24, dtype="i4").reshape(4, 6))
        d.attrs["units"] = np.bytes_("kelvin")
        g["twin"] = d
        g.create_group("sub")["loop"] = g
        f["soft"] = h5py.SoftLink("/grp/ints")
        f["ext"] = h5py.ExternalLink("other.h5", "/x/y")
        f["reals"] = np.array([1.5, 1e300, -0.1, np.nan, -np.inf, 1e-7, 123456789.0, 1 / 3])
        f["single"] = np.linspace(0, 1, 7).astype(">f4")
        f["half"] = np.linspace(0, 1, 7).astype("<f2")
        f["bytes"] = np.array([-128, 0, 127], dtype="i1")
        f["big"] = np.array([2**64 - 1, 0], dtype="u8")
        f.create_dataset(
            "chunked",
            data=np.arange(50, dtype="f4").reshape(10, 5),
            chunks=(4, 5),
            compression="gzip",
            shuffle=True,
            fletcher32=True,
            maxshape=(None, 5),
            fillvalue=3.5,
        )
        f["scalar"] = np.float64(3.25)
        f["null"] = h5py.Empty("f4")
        f.create_dataset("none", shape=(0, 4), dtype="i4", maxshape=(None, 4))
        f["fixed"] = np.array([b"abc", b"longer one"], dtype="S12")
        f.create_dataset("text", data=[b'a "q" \\\nb', b"w"], dtype=h5py.string_dtype())
        f["flags"] = np.array([True, False, True])
        kind = h5py.enum_dtype({"RED": 0, "GREEN": 1}, basetype="i4")
        f.create_dataset("colours", data=np.array([0, 1, 5], dtype="i4"), dtype=kind)
        inner = np.dtype([("p", "<i4"), ("q", "<f4", (2, 2))])
        struct = np.dtype([("a", "<i4"), ("s", "S4"), ("in", inner)])
        rows = np.zeros(2, dtype=struct)
        rows["a"] = [1, 2]
        rows["s"] = [b"x", b"zzzz"]
        f["structs"] = rows
        f["one"] = np.zeros(5, dtype=[("x", "u1")])
        v = f.create_dataset("vlen", (3,), dtype=h5py.vlen_dtype(np.int32))
        v[0] = [1, 2, 3]
        v[2] = list(range(30))
        a = f.create_dataset("arrays", (3,), dtype=np.dtype(("<i4", (2, 2))))
        a[...] = np.arange(12).reshape(3, 2, 2)
        r = f.create_dataset("refs", (3,), dtype=h5py.ref_dtype)
        r[0] = d.ref
        r[1] = g.ref
        f["opaque"] = np.array([b"\x01\x02\x03", b"\xff\x00a"], dtype="V3")
        f["line"] = np.arange(120, dtype="i4")
        f["cube"] = np.arange(90, dtype="i2").reshape(2, 1, 45)


sample("sample.h5", "latest")
sample("old.h5", "earliest")
