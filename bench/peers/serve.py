"""Libraries that search is measured beside, driven over standard input and output, one JSON object a line.

    {"op": "open", "vectors": FILE, "queries": FILE, "count": N, "dimension": D} -> {"versions": {...}}
    {"op": "build", "method": NAME}                                              -> {"bytes": B, "buildSeconds": S}
    {"op": "run", "method": NAME, "threads": T, "batch": B, "from": I, "count": Q, "answers": BOOL}
        -> {"ms": [one for each batch], "ids": [[...] for each query]}

Files hold float32, row by row. Queries are taken round from `from`. Only the call of the library is timed, with what a
user of it needs to have the answers. An error is answered as {"error": TEXT}, and the process goes on.

Each library runs at the fastest setting that was found for it: contiguous arrays in huge pages, bounds on all thread
pools, FAISS with and without its matrix product, halves of a gallery on two threads where a single query has one. It
wants OMP_NUM_THREADS=1 for the threads of those halves, and GLIBC_TUNABLES=glibc.malloc.hugetlb=1 for the pages.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

# usearch brings a copy of SimSIMD's type table that breaks cdist when it is imported first.
import simsimd  # isort: skip
import faiss
import numpy as np
import usearch
from threadpoolctl import threadpool_limits
from usearch.index import Index, MetricKind
from usearch.index import search as usearch_exact

LIMIT = 10
TRAINING_MAX = 100_000
BLAS_THRESHOLD = faiss.cvar.distance_compute_blas_threshold


class Gallery:
    """What all methods share."""

    def __init__(self, vectors, queries, count, dimension):
        self.vectors = np.fromfile(vectors, dtype=np.float32, count=count * dimension).reshape(count, dimension)
        self.queries = np.fromfile(queries, dtype=np.float32).reshape(-1, dimension)
        self.indexes = {}

    def index(self, name, make):
        """An index that several methods search, and the seconds it took to make, with what it was made of."""
        if name not in self.indexes:
            start = time.perf_counter()
            self.indexes[name] = (make(), time.perf_counter() - start)
        return self.indexes[name]

    def flat(self):
        return self.index("flat", lambda: flat_of(self.vectors))

    def flat_halves(self):
        return self.index("flat-halves", lambda: Halves(self, flat_of))

    def sample(self):
        return np.ascontiguousarray(self.vectors[:: max(1, len(self.vectors) // TRAINING_MAX)])


def flat_of(vectors):
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


class Flat:
    """FAISS IndexFlatIP; `blas` sends batches through a matrix product, which the wheel does not do by itself."""

    def __init__(self, gallery, blas=False):
        self.index, self.seconds = gallery.flat()
        self.blas = blas
        self.bytes = gallery.vectors.nbytes

    def search(self, queries, _threads):
        return self.index.search(queries, LIMIT)[1]


class FlatRange:
    """FAISS IndexFlatIP, every reference at a threshold."""

    def __init__(self, gallery, threshold):
        self.index, self.seconds = gallery.flat()
        self.threshold = threshold
        self.bytes = gallery.vectors.nbytes

    def search(self, queries, _threads):
        limits, _, ids = self.index.range_search(queries, self.threshold)
        return [ids[limits[i] : limits[i + 1]] for i in range(len(queries))]


class Halves:
    """Two indexes that share the gallery, for a single query on two threads: FAISS shares out queries, not references.

    Its own IndexShards does the same, more slowly.
    """

    def __init__(self, gallery, make):
        middle = len(gallery.vectors) // 2
        self.starts = [0, middle]
        self.parts = [make(gallery.vectors[:middle]), make(gallery.vectors[middle:])]
        self.pool = ThreadPoolExecutor(len(self.parts))

    def search(self, queries):
        found = list(self.pool.map(lambda part: part.search(queries, LIMIT), self.parts))
        scores = np.hstack([scores for scores, _ in found])
        ids = np.hstack([ids + start for start, (_, ids) in zip(self.starts, found)])
        order = np.argsort(-scores, axis=1)[:, :LIMIT]
        return np.take_along_axis(ids, order, axis=1)


class FlatHalves:
    """FAISS IndexFlatIP, one for each half."""

    def __init__(self, gallery):
        self.halves, self.seconds = gallery.flat_halves()
        self.bytes = gallery.vectors.nbytes

    def search(self, queries, _threads):
        return self.halves.search(queries)


class ScalarQuantizer:
    """FAISS IndexScalarQuantizer, 8 bits without training, the fastest of its kind: vectors are scaled to -127 … 127."""

    def __init__(self, gallery):
        vectors = gallery.vectors
        self.scale = np.float32(127 / np.abs(gallery.sample()).max())
        kind = faiss.ScalarQuantizer.QT_8bit_direct_signed

        def make():
            index = faiss.IndexScalarQuantizer(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
            for first in range(0, len(vectors), TRAINING_MAX):
                index.add(np.clip(vectors[first : first + TRAINING_MAX] * self.scale, -127, 127))
            return index

        self.index, self.seconds = gallery.index("sq8", make)
        self.bytes = len(vectors) * self.index.code_size

    def search(self, queries, _threads):
        return self.index.search(queries * self.scale, LIMIT)[1]


def rabitq(gallery, vectors, flat):
    """IndexRaBitQFastScan whose best are compared again by IndexRefineFlat, with the vectors of a flat index."""
    base = faiss.IndexRaBitQFastScan(vectors.shape[1], faiss.METRIC_INNER_PRODUCT)
    base.train(gallery.sample())
    refined = faiss.IndexRefineFlat(base)
    base.add(vectors)
    # The flat index serves: another copy of the vectors would only cost memory.
    refined.own_refine_index = False
    refined.refine_index = flat
    refined.ntotal = flat.ntotal
    refined.referenced_objects = [base, flat]
    return refined


class RaBitQ:
    """`factor` × 10 are compared again."""

    def __init__(self, gallery, factor):
        self.factor = factor
        flat, flat_seconds = gallery.flat()
        self.index, seconds = gallery.index("rabitq", lambda: rabitq(gallery, gallery.vectors, flat))
        self.seconds = flat_seconds + seconds
        self.bytes = rabitq_bytes(gallery)

    def search(self, queries, _threads):
        self.index.k_factor = self.factor
        return self.index.search(queries, LIMIT)[1]


class RaBitQHalves:
    """The same in two halves, each of which compares half as many again."""

    def __init__(self, gallery, factor):
        self.factor = factor
        halves, halves_seconds = gallery.flat_halves()
        flats = iter(halves.parts)
        self.halves, seconds = gallery.index(
            "rabitq-halves", lambda: Halves(gallery, lambda vectors: rabitq(gallery, vectors, next(flats)))
        )
        self.seconds = halves_seconds + seconds
        self.bytes = rabitq_bytes(gallery)

    def search(self, queries, _threads):
        for part in self.halves.parts:
            part.k_factor = self.factor / 2
        return self.halves.search(queries)


def rabitq_bytes(gallery):
    count, dimension = gallery.vectors.shape
    return gallery.vectors.nbytes + count * (dimension // 8 + 8)


class UsearchExact:
    seconds = 0.0

    def __init__(self, gallery):
        self.vectors = gallery.vectors
        self.bytes = gallery.vectors.nbytes

    def search(self, queries, threads):
        found = usearch_exact(self.vectors, queries, LIMIT, MetricKind.IP, exact=True, threads=threads)
        return np.atleast_2d(found.keys)


class UsearchHnsw:
    def __init__(self, gallery, expansion):
        self.expansion = expansion
        vectors = gallery.vectors

        def make():
            index = Index(ndim=vectors.shape[1], metric=MetricKind.IP, dtype="f32", connectivity=16, expansion_add=128)
            index.add(np.arange(len(vectors)), vectors, threads=2)
            return index

        self.index, self.seconds = gallery.index("hnsw", make)
        self.bytes = int(self.index.memory_usage)

    def search(self, queries, threads):
        self.index.expansion_search = self.expansion
        return np.atleast_2d(self.index.search(queries, LIMIT, threads=threads).keys)


class SimsimdExact:
    """All products by cdist, the gallery first (twice as fast for batches, and threads share it), then a selection."""

    seconds = 0.0

    def __init__(self, gallery):
        self.vectors = gallery.vectors
        self.bytes = gallery.vectors.nbytes

    def search(self, queries, threads):
        products = simsimd.cdist(
            self.vectors, queries, "inner", threads=threads, dtype="f32", out_dtype="f32"
        )
        rows = np.ascontiguousarray(np.asarray(products).reshape(len(self.vectors), len(queries)).T)
        best = np.argpartition(rows, -LIMIT, axis=1)[:, -LIMIT:]
        order = np.argsort(-np.take_along_axis(rows, best, axis=1), axis=1)
        return np.take_along_axis(best, order, axis=1)


def made(name, gallery, threshold):
    family, _, parameter = name.partition(":")
    if family == "rabitq":
        return RaBitQ(gallery, int(parameter))
    if family == "rabitq-halves":
        return RaBitQHalves(gallery, int(parameter))
    if family == "hnsw":
        return UsearchHnsw(gallery, int(parameter))
    return {
        "flat": Flat,
        "flat-blas": lambda gallery: Flat(gallery, blas=True),
        "flat-range": lambda gallery: FlatRange(gallery, threshold),
        "flat-halves": FlatHalves,
        "sq8": ScalarQuantizer,
        "usearch": UsearchExact,
        "simsimd": SimsimdExact,
    }[family](gallery)


class Server:
    def __init__(self):
        self.gallery = None
        self.methods = {}

    def open(self, request):
        self.gallery = Gallery(request["vectors"], request["queries"], request["count"], request["dimension"])
        return {
            "versions": {
                "faiss": f"{faiss.__version__} ({faiss.get_compile_options().strip()})",
                "usearch": usearch.__version__,
                "simsimd": simsimd.__version__,
                "numpy": np.__version__,
            }
        }

    def build(self, request):
        method = made(request["method"], self.gallery, request["threshold"])
        self.methods[request["method"]] = method
        return {"bytes": int(method.bytes), "buildSeconds": method.seconds}

    def run(self, request):
        method, threads, batch = self.methods[request["method"]], request["threads"], request["batch"]
        every = np.arange(request["from"], request["from"] + request["count"]) % len(self.gallery.queries)
        batches = [np.ascontiguousarray(self.gallery.queries[every[i : i + batch]]) for i in range(0, len(every), batch)]
        ms, ids = [], []
        faiss.cvar.distance_compute_blas_threshold = 1 if getattr(method, "blas", False) else BLAS_THRESHOLD
        with threadpool_limits(threads):
            for queries in batches:
                faiss.omp_set_num_threads(threads)
                start = time.perf_counter()
                found = method.search(queries, threads)
                ms.append((time.perf_counter() - start) * 1e3)
                if request["answers"]:
                    ids.extend([int(place) for place in row] for row in found)
        return {"ms": ms, "ids": ids}


def main():
    server = Server()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"open": server.open, "build": server.build, "run": server.run}[request["op"]](request)
        except Exception as error:  # The other libraries go on.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
