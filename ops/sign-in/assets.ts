import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** What the pages of the sign-in look like: each file by the address it is served at. */
const files: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/assets/design-system.css': {
    file: require.resolve('@scottish-government/design-system/dist/css/design-system.min.css'),
    type: 'text/css; charset=utf-8',
  },
  '/assets/practice.css': { file: path.join(__dirname, 'practice.css'), type: 'text/css; charset=utf-8' },
  '/assets/roboto-400.woff2': {
    file: require.resolve('@fontsource/roboto/files/roboto-latin-400-normal.woff2'),
    type: 'font/woff2',
  },
  '/assets/roboto-700.woff2': {
    file: require.resolve('@fontsource/roboto/files/roboto-latin-700-normal.woff2'),
    type: 'font/woff2',
  },
}

export interface Asset {
  readonly type: string
  readonly content: Buffer
}

/** The file at this address, or undefined when there is none. */
export async function assetAt(address: string): Promise<Asset | undefined> {
  const found = Object.hasOwn(files, address) ? files[address] : undefined
  return found && { type: found.type, content: await readFile(found.file) }
}
