import { lookAtEverything } from './gallery.ts'

lookAtEverything('light')
