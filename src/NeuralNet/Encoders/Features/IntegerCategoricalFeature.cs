namespace NeuralNet;

/// <summary>
/// An integer as the index of its token in a learned vocabulary (Keras: <c>FeatureSpace.integer_categorical</c>, integer_lookup.py). With
/// several indices of unknown integers, the index is the remainder modulo their number. The integer −1 stands for an unknown one.
/// </summary>
public sealed class IntegerCategoricalFeature : LookupFeature<long>
{
    internal IntegerCategoricalFeature(
        string name, int? maxTokens, int numOovIndices, IndexOutputMode outputMode, string? column, MissingValues missing,
        IReadOnlyList<long>? vocabulary = null)
        : base(name, maxTokens, numOovIndices, outputMode, column, missing, vocabulary)
    {
    }

    private protected override string Takes => "whole numbers";

    private protected override long OovToken => -1;

    private protected override IComparer<long> Order => Comparer<long>.Default;

    private protected override IEqualityComparer<long> Equality => EqualityComparer<long>.Default;

    internal static IntegerCategoricalFeature From(Configuration configuration) => new(
        NameIn(configuration), MaxTokensIn(configuration), NumOovIndicesIn(configuration), OutputModeIn(configuration),
        ColumnIn(configuration), MissingIn(configuration), configuration.GetInt64s("vocabulary"));

    private protected override long TokenAt(IRows rows, Column column, int row) => NumericColumn.IntegerAt(this, rows, column, row);

    private protected override int OovIndexOf(long token) => (int)((token % NumOovIndices + NumOovIndices) % NumOovIndices);

    private protected override IntegerCategoricalFeature WithVocabulary(IReadOnlyList<long> vocabulary) =>
        new(Name, MaxTokens, NumOovIndices, OutputMode, Column, Missing, vocabulary);

    private protected override bool TakesValuesOf(Column column) => column.IsNumeric;

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        if (Vocabulary is not null)
            configuration.Set("vocabulary", Vocabulary);
    }
}
