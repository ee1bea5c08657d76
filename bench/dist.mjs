/** The build of jitup that is measured: this checkout's, or another one to compare with (`JITUP_DIST`, a folder). */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.env.JITUP_DIST
  ? pathToFileURL(`${resolve(process.env.JITUP_DIST)}/`)
  : new URL('../dist/', import.meta.url)

/** Imports a module of the build. */
export const dist = (path) => import(new URL(path, folder).href)
