import { lookAtEverything } from './gallery.ts'

lookAtEverything('phone')
