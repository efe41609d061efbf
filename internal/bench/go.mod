module github.com/hallyu-store/hallyu/internal/bench

go 1.26.0

replace github.com/hallyu-store/hallyu => ../..

require golang.org/x/sys v0.49.0
