package main

import (
	"context"
	"time"
)

func main() { println(time.Now().String(), context.TODO()) }
