import { lookAtEverything } from './gallery.ts'

lookAtEverything('dark')
