-- What a user of Neovim does: looks at what is wrong, mends it, renames a stage, formats, saves.
local seen = io.open(vim.env.JBUILD_SEEN, "w")

local function fail(what)
  seen:write("failed: " .. what .. "\n")
  seen:close()
  vim.cmd("cquit 1")
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    fail(what)
  end
end

local function codes()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    local code = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
    found[#found + 1] = (d.lnum + 1) .. " " .. code
  end
  table.sort(found)
  return found
end

local function has(code)
  for _, found in ipairs(codes()) do
    if found:match(code) then
      return true
    end
  end
  return false
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

wait("no diagnostics came", function() return #vim.diagnostic.get(0) > 0 end)
for _, code in ipairs(codes()) do
  seen:write(code .. "\n")
end

-- Fixes, as the menu of code actions offers them.
local function fix(line, title)
  local place = { line = line - 1, character = 0 }
  local last = { line = line - 1, character = 1000 }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = place, ["end"] = last },
    context = { diagnostics = {} },
  }, 20000)
  for _, answer in pairs(answers or {}) do
    for _, action in ipairs(answer.result or {}) do
      if action.title == title then
        vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
        return
      end
    end
  end
  fail("no fix `" .. title .. "`")
end
fix(1, "write `AS`")
wait("the finding that was mended stays", function() return not has("FromAsCasing") end)

vim.api.nvim_win_set_cursor(0, { 1, 17 })
vim.lsp.buf.rename("base")
wait("the stage was not renamed", function()
  return text():match("AS base") and text():match("from=base") ~= nil
end)

if vim.lsp.buf.format then
  vim.lsp.buf.format({ timeout_ms = 20000 })
else
  vim.lsp.buf.formatting_sync(nil, 20000)
end

vim.cmd("write")
seen:write("saved\n")
seen:close()
vim.cmd("quitall!")
