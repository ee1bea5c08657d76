import './mantine.css'
import './style.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { aroundNav } from './parts/unsaved.tsx'
import { queryClient } from './query.ts'
import { Shell } from './shell/shell.tsx'
import { loadTexts } from './text.tsx'
import { makeTheme } from './theme.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
// What locks the page behind a dialog makes a style of its own, and looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: nonce })
const root = document.getElementById('root')
if (root === null) throw new Error('the page has a root')

await loadTexts()
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={makeTheme()} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <Router base="/admin" aroundNav={aroundNav}>
          <Shell />
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
