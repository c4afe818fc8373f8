import path from 'node:path'

import { downloadToFile } from './download'
import type { EngineRelease } from './release'
import { extractFromTarGz } from './tar-archive'

/**
 * Fetches the engine from Temporal's own archive into a work folder, unchecked.
 *
 * The SDK has a downloader of its own (`executable: {type: 'cached-download'}`). It is not used: it runs what it
 * downloaded before anyone can compare its sha256.
 */
export async function fetchFromTemporal(
  archiveAddress: string,
  release: EngineRelease,
  platform: string,
  workDirectory: string,
): Promise<string> {
  const [system, processor] = platform.split('-')
  const url = new URL(`v${release.cli}`, withSlash(archiveAddress))
  url.searchParams.set('platform', system ?? '')
  url.searchParams.set('arch', processor === 'x64' ? 'amd64' : (processor ?? ''))
  const archive = path.join(workDirectory, 'temporal.tar.gz')
  await downloadToFile(url.href, archive)
  const program = path.join(workDirectory, 'temporal')
  await extractFromTarGz(archive, 'temporal', program)
  return program
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`
}
