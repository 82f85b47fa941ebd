namespace NeuralNet;

/// <summary>Learns for a feature from the training rows, in one pass.</summary>
internal abstract class FeatureLearner
{
    /// <summary>Adds rows. Rows without a value teach nothing.</summary>
    /// <exception cref="ArgumentException">The feature cannot take a value.</exception>
    public abstract void Add(IRows rows, Column column);

    /// <summary>Returns the feature with what it has learned.</summary>
    /// <exception cref="ArgumentException">No row has a value, or the feature cannot be made of the values.</exception>
    public abstract ColumnFeature Complete();
}

/// <summary>Learns for a feature from values of one type.</summary>
/// <param name="feature">The feature.</param>
/// <param name="valueAt">The function that returns the value of a row.</param>
/// <param name="add">The action that adds a value to the statistics.</param>
/// <param name="complete">The function that returns the feature with what it has learned.</param>
internal sealed class FeatureLearner<TValue>(
    ColumnFeature feature, Func<IRows, Column, int, TValue> valueAt, Action<TValue> add, Func<ColumnFeature> complete) : FeatureLearner
{
    private long rowCount, valueCount;

    public override void Add(IRows rows, Column column)
    {
        bool hasMissing = column.MissingCount > 0;
        for (int row = 0; row < column.Count; row++)
        {
            if (hasMissing && column.IsMissing(row))
                continue;
            add(valueAt(rows, column, row));
            valueCount++;
        }

        rowCount += column.Count;
    }

    public override ColumnFeature Complete() => valueCount > 0
        ? complete()
        : throw new ArgumentException(FormattableString.Invariant(
            $"The column '{feature.Column}' has no value in {rowCount} rows, so the feature '{feature.Name}' learns nothing. ")
            + "Remove the feature.");
}
