"""All that may be published, for other programs: promises with their sources, verdicts and figures.

    with file_set(Path("data.zip")) as files:
        write_data_package(standing, "zh", files, licence="CC-BY-4.0")

`tables` says once what there is; `data_package`, `parquet` and `sdmx` write it down. Every number is
the exact decimal that the pages judge by.
"""
