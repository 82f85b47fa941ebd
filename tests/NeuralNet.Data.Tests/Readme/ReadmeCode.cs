using System.Data;
using System.Globalization;

namespace NeuralNet.Data.Tests;

/// <summary>The programs of the package's README.</summary>
internal static class ReadmeCode
{
    public static (Model Model, string Summary) FirstProgram()
    {
        // README
        Table table = Table.ReadCsv("people.csv");
        Console.WriteLine(table.Summary());

        Table complete = table.DropMissing();
        Tensor x = complete.ToTensor("age", "income");
        Tensor y = complete.ToLabels("city");

        var normalization = new Normalization();
        Sequential model = new Sequential(2, seed: 1)
            .Add(normalization)
            .Dense(16, "relu")
            .Dense(3, "softmax");
        normalization.Adapt(x);
        model.Labels = ((CategoryColumn)complete["city"]).Categories;
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Fit(x, y, epochs: 20);
        // end
        return (model, table.Summary());
    }

    public static Table Options()
    {
        // README
        Table prices = Table.ReadCsv("prices.csv.gz", new CsvOptions
        {
            Separator = ';',
            Culture = CultureInfo.GetCultureInfo("de-DE"),
            DateFormats = ["dd.MM.yyyy"],
            MissingMarkers = ["", "-"],
            Columns = ["day", "price", "article"],
            Types = new Dictionary<string, ColumnType> { ["article"] = ColumnType.Category },
        });
        // end
        return prices;
    }

    public static void Stream(Model regression)
    {
        // README
        TableStream stream = Table.StreamCsv("measurements.csv", rowsPerTable: 5_000);
        Dataset rows = stream.ToDataset(["a", "b"], "sum").Shuffle(bufferSize: 1_000).Batch(32).Prefetch();
        regression.Fit(rows, new FitOptions { Epochs = 10 });
        // end
    }

    public static Table[] Others(IEnumerable<(float? Age, string City)> people, IDataReader reader)
    {
        // README
        Table measured = Table.ReadParquet("measured.parquet", "temperature", "station");

        Table persons = Table.From(people, row => row
            .Column("age", person => person.Age)
            .Column("city", person => person.City));

        Table orders = Table.From(reader);
        // end
        return [measured, persons, orders];
    }
}
