// Package assets keeps the bytes of stickers: it names them by what they are, judges what designers
// upload, and makes what is served.
//
//   - A [Digest] is the SHA-256 of some bytes, a [Name] the digest with the [Format]: bytes never
//     change under their name, so they may be cached for ever.
//   - A [Store] keeps named bytes in two areas: what anyone who knows the digest may read, and the rest.
//     Package local keeps them in a directory; package assetstest has the conformance suite and a fake.
//   - [Inspect] walks the headers of an upload without decoding it, and a [Budget] says whether it
//     may be decoded at all. A file of 28 bytes can claim 67 MB of pixels, so this comes first.
//   - A [Deriver] makes the pictures that are served. Not a byte of an upload's metadata is in them:
//     stills are encoded anew, frames of animations are put into a container that is written here.
//
// Uploads are hostile. Nothing here panics on them, and nothing allocates by a number that a file
// claims before the budget has agreed to it.
package assets
