using System.Globalization;
using System.Text;

namespace NeuralNet.Data.Tests;

public class CsvAllocationTests
{
    private const int Rows = 400_000;

    /// <summary>Buffers, and the rows from which types are inferred.</summary>
    private const int FixedBytes = 2_000_000;

    /// <summary>
    /// A row of the table takes 4 + 4 + 4 + 8 + 1 bytes, and its memory is allocated once: the number of rows is estimated by the length of
    /// the file, at most an eighth too high. A string for each of a row's values would take over 100 more.
    /// </summary>
    [Fact]
    public void NothingIsAllocatedPerValue()
    {
        var text = new StringBuilder("x,y,kind,day,flag\n");
        for (int i = 0; i < Rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i * 0.5},{(i % 9 == 0 ? "" : "7")},kind {i % 10},2024-01-1{i % 10},true\n");
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Csv.Read(bytes[..20_000]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Table table = Csv.Read(bytes);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Rows, table.RowCount);
        Assert.InRange(allocated, 0, 21 * Rows * 9 / 8 + FixedBytes);
    }
}
