print(os.getenv("MODE"), #arg)
