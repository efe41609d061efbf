package interop_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// hallyuFolder is a pack that uses all that pack.yaml has.
func hallyuFolder(t testing.TB) packfile.Folder {
	t.Helper()
	return packfile.Folder{
		"01.png": asPNG(t, 512, 512, 1), "01.ja.png": asPNG(t, 512, 512, 2), "02.gif": asGIF(t, 64, 3),
		"pack.yaml": []byte(`slug: moon-rabbit
creator: moon-studio
usage: sticker
source_locale: ko
title: {ko: 달토끼, en: "Moon: Rabbit", ja: 月うさぎ}
description: {ko: "두 줄\n이에요", en: "- no list"}
tags: [holiday, chuseok]
copyright: © 2026 Moon Studio
stickers:
  - file: 01.png
    shortcode: bow
    emoji: ["🙇", "🙏"]
    keywords: {ko: [감사, 절], en: ["yes", "1e3"]}
    alt: {ko: 절하는 달토끼, en: Moon rabbit bowing}
    images: {ja: 01.ja.png}
  - file: 02.gif
    shortcode: "007"
    emoji: ["🐇"]
offers:
  - regions: [KR]
    price: {amount: 2500, currency: KRW}
    from: 2026-09-20T00:00:00+09:00
  - regions: [JP, "001"]
    audience: members
`),
	}
}
