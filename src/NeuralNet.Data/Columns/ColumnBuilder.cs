namespace NeuralNet.Data;

/// <summary>Collects the values of a column, row by row.</summary>
internal abstract class ColumnBuilder(string name, ColumnType type)
{
    public string Name { get; } = name;

    public ColumnType Type { get; } = type;

    /// <summary>A value of the column, in a message: <c>'abc' is not a number</c>.</summary>
    public virtual string Expected => "a text";

    /// <summary>Allocates memory for the number of rows that is expected; there may be more or fewer.</summary>
    public abstract void Reserve(int count);

    /// <summary>Appends the value that a text stands for; returns false if the text is no value of the column.</summary>
    public abstract bool TryAppend(ReadOnlySpan<char> text);

    /// <summary>Appends a number; NaN is a missing value. Returns false if the number is no value of the column.</summary>
    public virtual bool TryAppend(double value) => false;

    public virtual bool TryAppend(bool value) => false;

    public virtual bool TryAppend(DateTime value) => false;

    public abstract void AppendMissing();

    /// <summary>Returns the column of the values appended, and begins anew.</summary>
    public abstract Column TakeColumn();
}
