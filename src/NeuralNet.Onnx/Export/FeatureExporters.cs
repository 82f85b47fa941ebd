using System.Text;
using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>Writes features of a <see cref="FeatureSpace"/> as operators of opset 17 and ONNX-ML, by their types.</summary>
internal static class FeatureExporters
{
    /// <summary>The lower bound of the whole numbers that float32 may round.</summary>
    private const long FirstInexact = 1L << 24;

    /// <summary>The maximum number of combinations in the table of a cross.</summary>
    private const long MaxCombinations = 1L << 22;

    /// <summary>The minimum of the deviation by which a number is divided (Keras: the epsilon of the backend).</summary>
    private const float MinDeviation = 1e-7f;

    private static readonly Dictionary<Type, Func<FeatureUse, string>> ByType = new()
    {
        [typeof(FloatFeature)] = Of<FloatFeature>((use, feature) => Number(use, feature, inFloat64: false, number => number)),
        [typeof(FloatNormalizedFeature)] = Of<FloatNormalizedFeature>(Normalized),
        [typeof(FloatRescaledFeature)] = Of<FloatRescaledFeature>(Rescaled),
        [typeof(FloatDiscretizedFeature)] = Of<FloatDiscretizedFeature>(Discretized),
        [typeof(StringCategoricalFeature)] = Of<StringCategoricalFeature>(StringCategory),
        [typeof(IntegerCategoricalFeature)] = Of<IntegerCategoricalFeature>(IntegerCategory),
        [typeof(CrossFeature)] = Of<CrossFeature>(Cross),
    };

    /// <summary>Returns whether there is a line for features of this type.</summary>
    public static bool Knows(Type feature) => ByType.ContainsKey(feature);

    /// <summary>Writes the operators of a feature and returns the name of their result, of the shape (batch, width).</summary>
    public static string Export(FeatureUse use) => ByType[use.Feature.GetType()](use);

    /// <summary>Returns the type of the input for the column of a feature.</summary>
    /// <exception cref="NotSupportedException">ONNX has no counterpart of the feature.</exception>
    public static DataType ColumnTypeOf(ColumnFeature feature) => feature switch
    {
        FloatNormalizedFeature { Part: not null } or DatePartFeature => throw NotInOnnx(feature, "ONNX has no dates"),
        HashedFeature => throw NotInOnnx(feature, "ONNX has no hash of texts and digits"),
        StringCategoricalFeature { NumOovIndices: > 1 } => throw NotInOnnx(
            feature, "ONNX has no hash of texts, which chooses one of several indices of unknown texts"),
        StringCategoricalFeature text when text.Missing != MissingValues.Error && text.Vocabulary!.Contains("") => throw NotInOnnx(
            feature, "its vocabulary has the empty text, which is a missing value in ONNX"),
        StringCategoricalFeature => DataType.String,
        IntegerCategoricalFeature { NumOovIndices: > 1 } => DataType.Double,
        IntegerCategoricalFeature integer when integer.Vocabulary!.Any(token => Math.Abs(token) >= FirstInexact) => DataType.Double,
        NumericFeature { IsFloat64: true } or FloatDiscretizedFeature { IsFloat64: true } => DataType.Double,
        _ => DataType.Float,
    };

    /// <summary>An exporter that reads the settings of its feature.</summary>
    private static Func<FeatureUse, string> Of<TFeature>(Func<FeatureUse, TFeature, string> export)
        where TFeature : Feature => use => export(use, (TFeature)use.Feature);

    private static string Normalized(FeatureUse use, FloatNormalizedFeature feature)
    {
        double deviation = feature.IsFloat64
            ? Math.Max(Math.Sqrt(feature.Variance!.Value), MinDeviation)
            : MathF.Max(MathF.Sqrt((float)feature.Variance!.Value), MinDeviation);
        return Number(use, feature, feature.IsFloat64, number => use.Add(
            "Div",
            [
                use.Add("Sub", [number, use.Number("mean", feature.Mean!.Value, feature.IsFloat64)]),
                use.Number("deviation", deviation, feature.IsFloat64),
            ]));
    }

    private static string Rescaled(FeatureUse use, FloatRescaledFeature feature) =>
        Number(use, feature, feature.IsFloat64, number => use.Add(
            "Add",
            [
                use.Add("Mul", [number, use.Number("scale", feature.Scale, feature.IsFloat64)]),
                use.Number("offset", feature.Offset, feature.IsFloat64),
            ]));

    /// <summary>Fills a missing number, transforms it, and adds the indicator of missing values.</summary>
    private static string Number(FeatureUse use, NumericFeature feature, bool inFloat64, Func<string, string> transform)
    {
        string number = use.Number(inFloat64);
        if (feature.Missing == MissingValues.Error)
            return Result(number);
        string isMissing = use.Add("IsNaN", [number]);
        string transformed = Result(use.Add("Where", [isMissing, use.Number("fill", feature.FillValue!.Value, inFloat64), number]));
        return feature.Missing == MissingValues.Indicator
            ? use.Add("Concat", [transformed, use.Add("Cast", [isMissing], OnnxAttribute.To(DataType.Float))], OnnxAttribute.Of("axis", 1))
            : transformed;

        string Result(string present) => inFloat64 ? use.Single(transform(present)) : transform(present);
    }

    /// <summary>Counts the boundaries that are not above the number. Infinity stands for none at all.</summary>
    private static string Discretized(FeatureUse use, FloatDiscretizedFeature feature)
    {
        double[] boundaries = feature.Boundaries is { Count: > 0 } learned ? [.. learned] : [double.PositiveInfinity];
        string number = use.Number(feature.IsFloat64);
        string constant = feature.IsFloat64
            ? use.Constant("boundaries", boundaries)
            : use.Constant("boundaries", Array.ConvertAll(boundaries, boundary => (float)boundary));
        string isReached = use.Add("GreaterOrEqual", [number, constant]);
        string bin = use.Add(
            "ReduceSum", [use.Add("Cast", [isReached], OnnxAttribute.To(DataType.Int64)), use.Constant("boundary_axis", [1L])],
            OnnxAttribute.Of("keepdims", 1));
        if (feature.MissingIndex is int missing)
            bin = use.Add("Where", [use.Add("IsNaN", [number]), use.Constant("missing", (long)missing), bin]);
        return use.Category(new ExportedCategory(bin, feature.CategoryCount), feature.OutputMode);
    }

    private static string StringCategory(FeatureUse use, StringCategoricalFeature feature)
    {
        List<string> tokens = [];
        List<long> indices = [];
        foreach ((string token, long index) in feature.Vocabulary!.Zip(IndicesOf(feature)))
        {
            string[] spellings = [.. SpellingsOf(token)];
            tokens.AddRange(spellings);
            indices.AddRange(Enumerable.Repeat(index, spellings.Length));
        }

        if (feature.MissingIndex is int missing)
        {
            tokens.Add("");
            indices.Add(missing);
        }

        string category = use.AddMachineLearning(
            "LabelEncoder", [use.Input], OnnxAttribute.Of("keys_strings", tokens), OnnxAttribute.Of("values_int64s", [.. indices]),
            OnnxAttribute.Of("default_int64", UnknownIndexOf(feature)));
        return use.Category(new ExportedCategory(category, feature.CategoryCount), feature.OutputMode);
    }

    /// <summary>Returns the texts that are one token: true and false in letters of any case, any other text alone.</summary>
    private static IEnumerable<string> SpellingsOf(string token)
    {
        if (!Ascii.EqualsIgnoreCase(token, "true") && !Ascii.EqualsIgnoreCase(token, "false"))
            return [token];
        IEnumerable<string> spellings = [""];
        foreach (char letter in token)
            spellings = spellings.SelectMany(
                start => new[] { start + char.ToLowerInvariant(letter), start + char.ToUpperInvariant(letter) });
        return spellings;
    }

    private static string IntegerCategory(FeatureUse use, IntegerCategoricalFeature feature)
    {
        string? isMissing = feature.MissingIndex is null ? null : use.Add("IsNaN", [use.Input]);
        string number = isMissing is null ? use.Input : use.Add("Where", [isMissing, use.Zero(), use.Input]);
        string token = use.Add("Cast", [number], OnnxAttribute.To(DataType.Int64));
        string index = use.AddMachineLearning(
            "LabelEncoder", [token], OnnxAttribute.Of("keys_int64s", [.. feature.Vocabulary!]),
            OnnxAttribute.Of("values_int64s", [.. IndicesOf(feature)]), OnnxAttribute.Of("default_int64", UnknownIndexOf(feature)));
        if (feature.NumOovIndices > 1)
            index = Remainder(use, feature, token, index);
        if (isMissing is not null)
            index = use.Add("Where", [isMissing, use.Constant("missing", (long)feature.MissingIndex!.Value), index]);
        return use.Category(new ExportedCategory(index, feature.CategoryCount), feature.OutputMode);
    }

    /// <summary>Replaces the index of an unknown integer, which is behind all others, by its remainder.</summary>
    private static string Remainder(FeatureUse use, IntegerCategoricalFeature feature, string token, string index)
    {
        string remainder = use.Add("Mod", [token, use.Constant("oov_indices", (long)feature.NumOovIndices)], OnnxAttribute.Of("fmod", 0));
        string isUnknown = use.Add("Equal", [index, use.Constant("unknown", UnknownIndexOf(feature))]);
        return use.Add("Where", [isUnknown, remainder, index]);
    }

    /// <summary>
    /// Writes the bins of all combinations of categories as a table. A category more, that of an unknown value without an index, has a bin
    /// behind the last.
    /// </summary>
    /// <exception cref="NotSupportedException">There are too many combinations.</exception>
    private static string Cross(FeatureUse use, CrossFeature feature)
    {
        ExportedCategory[] members = [.. feature.Features.Select(use.CategoryOf)];
        long combinations = members.Aggregate(1L, (product, member) => Math.Min(product, MaxCombinations) * (member.Count + 1));
        if (combinations > MaxCombinations)
            throw NotInOnnx(feature, FormattableString.Invariant(
                $"it has more than {MaxCombinations} combinations of categories, too many for a table"));

        string combination = members[0].Index;
        for (int i = 1; i < members.Length; i++)
        {
            string start = use.Add("Mul", [combination, use.Constant("categories", members[i].Count + 1L)]);
            combination = use.Add("Add", [start, members[i].Index]);
        }

        string bins = use.Constant("bins", BinsOf(feature, members, combinations));
        string bin = use.Add("Gather", [bins, combination], OnnxAttribute.Of("axis", 0));
        return use.Category(new ExportedCategory(bin, feature.CrossingDim), feature.OutputMode);
    }

    private static long[] BinsOf(CrossFeature feature, ExportedCategory[] members, long combinations)
    {
        long[] bins = new long[combinations];
        int[] indices = new int[members.Length];
        for (int combination = 0; combination < bins.Length; combination++)
        {
            bool isKnown = true;
            for (int i = members.Length - 1, rest = combination; i >= 0; rest /= members[i].Count + 1, i--)
            {
                indices[i] = rest % (members[i].Count + 1);
                isKnown &= indices[i] < members[i].Count;
            }

            bins[combination] = isKnown ? feature.BinOf(indices) : feature.CrossingDim;
        }

        return bins;
    }

    private static IEnumerable<long> IndicesOf<TToken>(LookupFeature<TToken> feature)
        where TToken : notnull =>
        Enumerable.Range(feature.NumOovIndices, feature.Vocabulary!.Count).Select(index => (long)index);

    /// <summary>Returns the only index of unknown values; an index behind all others if there is none, or there are several.</summary>
    private static long UnknownIndexOf<TToken>(LookupFeature<TToken> feature)
        where TToken : notnull =>
        feature.NumOovIndices == 1 ? 0 : feature.CategoryCount;

    private static NotSupportedException NotInOnnx(Feature feature, string reason) => new(
        $"The feature '{feature.Name}' of the column '{string.Join("', '", feature.Columns)}' cannot be written as ONNX: {reason}. "
        + EncoderExporter.Advice);
}
