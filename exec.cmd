@rem npm scripts begin with the shell word "exec", so that signals reach Node and not the shell
@rem around it. The Windows shell has no such word; there it finds this file.
@%*
