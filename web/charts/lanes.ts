/** What lies from one place to another. */
interface Extent {
  readonly from: number
  readonly to: number
}

const GAP = 6

/** In which row each of some things stands so that none touches another: the first in which there is room. */
export function placed(extents: readonly Extent[]): number[] {
  const ends: number[] = []
  const rows = new Map<Extent, number>()
  for (const extent of [...extents].sort((a, b) => a.from - b.from)) {
    const free = ends.findIndex((end) => end + GAP <= extent.from)
    const row = free === -1 ? ends.length : free
    ends[row] = extent.to
    rows.set(extent, row)
  }
  return extents.map((extent) => rows.get(extent) ?? 0)
}
