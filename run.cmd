@echo off
rem Start Xiezuo on Windows: the same as ./run, through the py launcher.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
if not exist .venv\Scripts\python.exe (
  py -3.11 -m venv .venv || exit /b 2
)
if not exist .venv\prepared.txt (
  .venv\Scripts\python -m pip install -q --disable-pip-version-check uv || exit /b 2
  .venv\Scripts\uv pip install -q --python .venv\Scripts\python.exe --require-hashes -r requirements.lock || exit /b 2
  echo ok> .venv\prepared.txt
)
.venv\Scripts\python -m desktop %*
