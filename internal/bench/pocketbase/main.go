// Command pocketbase serves one collection of 30 packs, as large in JSON as it is told: the baseline
// for a list that is asked of a database each time.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"strings"

	_ "github.com/pocketbase/pocketbase/migrations"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// packs is the number of records, and of a page of the list by default.
const packs = 30

func main() {
	data := flag.String("data", "", "folder of the database")
	size := flag.Int("bytes", 20_000, "about how many bytes the whole list has")
	flag.Parse()
	err := run(*data, *size)
	if err != nil {
		log.Fatal(err)
	}
}

func run(data string, size int) error {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: data})
	err := app.Bootstrap()
	if err != nil {
		return err
	}
	err = app.RunAllMigrations()
	if err != nil {
		return err
	}
	err = fill(app, size)
	if err != nil {
		return err
	}
	app.OnServe().BindFunc(func(e *core.ServeEvent) (err error) {
		e.InstallerFunc = nil
		e.Listener, err = net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		fmt.Printf("http://%s\n", e.Listener.Addr())
		return e.Next()
	})
	return apis.Serve(app, apis.ServeConfig{HttpAddr: "127.0.0.1:0"})
}

// fill makes the collection: what a summary of a pack has, readable by everyone.
func fill(app core.App, size int) error {
	collection := core.NewBaseCollection("packs")
	everyone := ""
	collection.ListRule = &everyone
	collection.Fields.Add(
		&core.TextField{Name: "slug"}, &core.TextField{Name: "title"}, &core.TextField{Name: "title_locale"},
		&core.JSONField{Name: "creator"}, &core.TextField{Name: "usage"}, &core.BoolField{Name: "animated"},
		&core.NumberField{Name: "sticker_count"}, &core.JSONField{Name: "cover"}, &core.JSONField{Name: "price"},
		&core.JSONField{Name: "offer"}, &core.TextField{Name: "description", Max: 1 << 20}, &core.JSONField{Name: "tags"},
		&core.AutodateField{Name: "updated_at", OnCreate: true, OnUpdate: true},
	)
	err := app.Save(collection)
	if err != nil {
		return err
	}
	const bare = 632 // bytes of a record without its description
	for i := range packs {
		record := core.NewRecord(collection)
		record.Load(pack(i))
		record.Set("description", strings.Repeat("a", max(0, size/packs-bare)))
		err = app.Save(record)
		if err != nil {
			return err
		}
	}
	return nil
}

func pack(i int) map[string]any {
	return map[string]any{
		"slug": fmt.Sprintf("pack-%02d", i), "title": fmt.Sprintf("Stickers of the sea %02d", i), "title_locale": "en",
		"creator": map[string]any{"id": "crt_01a20367-c204-7b38-a612-5849a0a15e8e", "name": "Studio Padak"},
		"usage":   "sticker", "animated": i%2 == 0, "sticker_count": 24,
		"cover": map[string]any{
			"url": "/assets/" + strings.Repeat("0f", 32) + ".webp", "type": "image/webp", "width": 256, "height": 256, "bytes": 12345,
		},
		"price": map[string]any{"amount": 2500, "currency": "KRW", "display": "₩2,500"},
		"offer": map[string]any{"state": "open", "audience": "everyone"}, "tags": []string{"sea", "cats"},
	}
}
