"""
Run the benchmarks: `python -m benchmarks`, from the repository's root.

All but `python -m benchmarks.bench_shrinking`, which takes long.
"""

from __future__ import annotations

from benchmarks import (
    bench_fuzz,
    bench_generation,
    bench_kinds,
    bench_models,
    bench_ndjson,
    bench_objects,
    bench_published,
    bench_startup,
)

if __name__ == "__main__":
    bench_startup.main()
    print()
    bench_ndjson.main()
    print()
    bench_models.main()
    print()
    bench_kinds.main()
    print()
    bench_objects.main()
    print()
    bench_generation.main()
    print()
    bench_published.main()
    print()
    bench_fuzz.main()
