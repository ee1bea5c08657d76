import { lookAtEverything } from './gallery.ts'

lookAtEverything('desktop')
