namespace NeuralNet;

/// <summary>
/// Rows of named columns, such as a <see cref="Row"/> or a table of <c>NeuralNet.Data</c>, from which an <see cref="InputEncoder"/> makes
/// the inputs of a model.
/// </summary>
public interface IRows
{
    /// <summary>The number of rows.</summary>
    int RowCount { get; }

    /// <summary>The columns.</summary>
    IReadOnlyList<Column> Columns { get; }

    /// <summary>Returns the column of a name; null if there is none.</summary>
    Column? FindColumn(string name);

    /// <summary>Copies the rows of the given indices, in their order. An index may be repeated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    IRows Gather(params ReadOnlySpan<int> rows);

    /// <summary>Returns a row's number and source for a message: <c>row 17 of people.csv</c>.</summary>
    string DescribeRow(int row);
}
