/** The usual stack: express 5, passport with passport-saml, sessions in PostgreSQL, find-or-create by hand. */

import { Strategy } from '@node-saml/passport-saml'
import connectPg from 'connect-pg-simple'
import express from 'express'
import session from 'express-session'
import passport from 'passport'
import pg from 'pg'
import { createTables, findOrCreate } from './find-or-create.mjs'
import { ready, told } from './told.mjs'

const { acsUrl, attribute, database, idp, port, returnTo, spEntityId } = told
const pool = new pg.Pool({ connectionString: database, max: 16 })
await createTables(pool)

const one = (value) => (Array.isArray(value) ? value[0] : value)

function provision(profile) {
  const from = (name) => one(profile.attributes[attribute[name]])
  return findOrCreate(pool, {
    subject: profile.nameID,
    groups: [profile.attributes[attribute.groups] ?? []].flat(),
    values: {
      email: from('email'),
      given_name: from('givenName'),
      surname: from('surname'),
      full_name: from('name'),
      employee_number: from('employeeNumber'),
      department: from('department'),
      job_title: from('jobTitle'),
      phone: from('phone'),
      company: from('company'),
      language: from('language'),
      country: from('country'),
    },
  })
}

passport.use(
  new Strategy(
    {
      callbackUrl: acsUrl,
      entryPoint: idp.ssoUrl,
      issuer: spEntityId,
      audience: spEntityId,
      idpCert: idp.certificate,
      idpIssuer: idp.entityId,
      wantAssertionsSigned: true,
      wantAuthnResponseSigned: false,
      acceptedClockSkewMs: 5000,
    },
    (profile, done) => provision(profile).then((id) => done(null, { id }), done),
    (_profile, done) => done(null, undefined),
  ),
)
passport.serializeUser((user, done) => done(null, user.id))
passport.deserializeUser((id, done) => done(null, { id }))

const Store = connectPg(session)
const app = express()
app.use(
  session({
    store: new Store({ pool, createTableIfMissing: true }),
    secret: 'a secret of the benchmark',
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax' },
  }),
  express.urlencoded({ extended: false, limit: '512kb' }),
  passport.initialize(),
  passport.session(),
)
app.post(
  new URL(acsUrl).pathname,
  passport.authenticate('saml', { failureRedirect: '/failed' }),
  (_request, response) => response.redirect(303, returnTo),
)
app.listen(port, '127.0.0.1', ready)
