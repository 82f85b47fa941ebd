namespace NeuralNet;

/// <summary>
/// A text hashed into a fixed number of bins (Keras: <c>FeatureSpace.string_hashed</c>). The texts true and false are hashed in small
/// letters, like the values true and false.
/// </summary>
public sealed class StringHashedFeature : HashedFeature
{
    internal StringHashedFeature(
        string name, int numBins, IndexOutputMode outputMode, string? column, MissingValues missing, int? fillIndex = null)
        : base(name, numBins, outputMode, column, missing, fillIndex)
    {
    }

    private protected override string Takes => "texts";

    internal static StringHashedFeature From(Configuration configuration) => new(
        NameIn(configuration), configuration.GetInt32("num_bins"), OutputModeIn(configuration), ColumnIn(configuration),
        MissingIn(configuration), FillIndexIn(configuration));

    internal override int IndexAt(IRows rows, Column column, int row) =>
        BinOf(Fingerprint.Of(TokenComparer.Canonical(column.GetText(row))));

    private protected override StringHashedFeature WithLearned(int fillIndex) =>
        new(Name, NumBins, OutputMode, Column, Missing, fillIndex);

    private protected override bool TakesValuesOf(Column column) => TextColumn.HasTexts(column);
}
