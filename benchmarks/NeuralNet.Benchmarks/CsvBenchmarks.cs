using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using NeuralNet.Data;
using nietras.SeparatedValues;

namespace NeuralNet.Benchmarks;

/// <summary>
/// A CSV file of 100,000 rows and 10 columns of numbers, read to a tensor, against Sep's own parsing of floats, which infers no types,
/// takes no missing values and checks no quotes.
/// </summary>
[MemoryDiagnoser]
public class CsvBenchmarks
{
    private const int Rows = 100_000;
    private const int Columns = 10;

    private byte[] file = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"column{column}"))).Append('\n');
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
                text.Append(column > 0 ? "," : "").Append((200 * random.NextSingle() - 100).ToString(CultureInfo.InvariantCulture));
            text.Append('\n');
        }

        file = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark(Baseline = true)]
    public float[] SepFloats()
    {
        var values = new float[Rows * Columns];
        using SepReader reader = Sep.New(',').Reader().From(file);
        int i = 0;
        foreach (SepReader.Row row in reader)
        {
            for (int column = 0; column < Columns; column++)
                values[i++] = row[column].Parse<float>();
        }

        return values;
    }

    [Benchmark]
    public Tensor ReadCsv() => Table.ReadCsv(new MemoryStream(file)).ToTensor();
}
