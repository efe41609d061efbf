package main

import _ "github.com/pocketbase/pocketbase"

func main() {}
