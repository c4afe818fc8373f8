import path from 'node:path'
import type express from 'express'
import { Router, type RequestHandler } from 'express'

const PACKAGES = {
  'design-system.css': '@scottish-government/design-system/dist/css/design-system.min.css',
  'roboto-regular.woff2': '@fontsource/roboto/files/roboto-latin-400-normal.woff2',
  'roboto-bold.woff2': '@fontsource/roboto/files/roboto-latin-700-normal.woff2',
} as const

const OWN = ['pace.css', 'live.js', 'icon.svg'] as const

/** What the pages look like: the design system's styles, our own, the font and one script. All of it is served from here. */
export function assets(): Router {
  const router = Router()
  for (const [name, file] of Object.entries(PACKAGES)) router.get(`/${name}`, sending(require.resolve(file)))
  for (const name of OWN) router.get(`/${name}`, sending(path.resolve(__dirname, '../web/assets', name)))
  return router
}

// Asked for again with each page, and answered with 304 while it is the same: a release changes it at once.
function sending(file: string): RequestHandler {
  const send: Parameters<express.Response['sendFile']>[1] = { cacheControl: false, dotfiles: 'allow' }
  return (_request, response, next) => {
    response.set('cache-control', 'no-cache')
    response.sendFile(file, send, (error) => {
      if (error) next(error)
    })
  }
}
