using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using NeuralNet.Data;

namespace NeuralNet.Benchmarks;

/// <summary>
/// A CSV file of a million rows and 10 columns: six of numbers, two of categories, one of dates and one of the values true and false, with
/// missing values. Its table holds 44 MB.
/// </summary>
[MemoryDiagnoser]
public class MixedCsvBenchmarks
{
    private const int Rows = 1_000_000;

    private byte[] file = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        var text = new StringBuilder("a,b,c,d,e,f,city,kind,day,flag\n");
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < 6; column++)
                text.Append(random.NextInt32(50) == 0 ? ""
                    : (100 * random.NextSingle()).ToString(CultureInfo.InvariantCulture)).Append(',');
            text.Append(CultureInfo.InvariantCulture, $"city {random.NextInt32(500)},kind {random.NextInt32(5)},");
            text.Append(CultureInfo.InvariantCulture,
                $"20{10 + row % 10}-0{1 + row % 9}-1{row % 10},{(row % 3 == 0 ? "true" : "false")}\n");
        }

        file = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark]
    public Table ReadCsv() => Table.ReadCsv(new MemoryStream(file));
}
