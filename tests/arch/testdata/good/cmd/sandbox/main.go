package main

import (
	"fmt"
	"os"
	"time"
)

func main() { fmt.Println(time.Now(), os.Getenv("HOME")) }
