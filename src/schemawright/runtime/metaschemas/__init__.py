"""Classes of the metaschemas, one module for each dialect; generated, as users' own modules are."""
