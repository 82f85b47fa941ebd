namespace NeuralNet;

/// <summary>The decimal text of an integer hashed into a fixed number of bins (Keras: <c>FeatureSpace.integer_hashed</c>).</summary>
public sealed class IntegerHashedFeature : HashedFeature
{
    internal IntegerHashedFeature(
        string name, int numBins, IndexOutputMode outputMode, string? column, MissingValues missing, int? fillIndex = null)
        : base(name, numBins, outputMode, column, missing, fillIndex)
    {
    }

    private protected override string Takes => "whole numbers";

    internal static IntegerHashedFeature From(Configuration configuration) => new(
        NameIn(configuration), configuration.GetInt32("num_bins"), OutputModeIn(configuration), ColumnIn(configuration),
        MissingIn(configuration), FillIndexIn(configuration));

    internal override int IndexAt(IRows rows, Column column, int row) =>
        BinOf(Fingerprint.Of(NumericColumn.IntegerAt(this, rows, column, row)));

    private protected override IntegerHashedFeature WithLearned(int fillIndex) =>
        new(Name, NumBins, OutputMode, Column, Missing, fillIndex);

    private protected override bool TakesValuesOf(Column column) => column.IsNumeric;
}
