#!/usr/bin/env node
<!-- a
"use strict"
--> b
