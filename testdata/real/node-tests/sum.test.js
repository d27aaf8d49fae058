const test = require("node:test");
const assert = require("node:assert");
const sum = require("./sum.js");

test("adds times", () => assert.equal(sum("30s", "30s"), "1m"));
