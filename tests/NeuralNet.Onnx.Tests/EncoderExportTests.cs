using System.Text.Json.Nodes;
using NeuralNet.Onnx.Schema;
using NeuralNet.Tests;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx.Tests;

/// <summary>Tests of models with a <see cref="FeatureSpace"/> as ONNX files, which take raw rows.</summary>
public class EncoderExportTests
{
    private static readonly TestRows Training = new TestRows()
        .Numbers("age", 39, 25, null, 61, 48, 33, 25, 25).Numbers("income", 1000, 2500, 4000, 800, null, 1200, 900, 3100)
        .Numbers("height", 1.6, 1.9, 1.75, 1.5, 1.82, 1.7, null, 1.65).Numbers("zip", 8001, 3000, 8001, null, 4051, 3000, 3000, -7)
        .Numbers("id", 20_000_001, 20_000_003, 5, 20_000_001, 5, 5, 5, 20_000_003)
        .Numbers("time", 1764313200, 1764313210, 1764313220, 1764313230, 1764313240, 1764313250, 1764313260, 1764313270)
        .Texts("job", "nurse", "cook", "nurse", "clerk", null, "cook", "nurse", "cook").Flags("smoker", true, false, null, true, false, false, true, true)
        .Texts("city", "Zürich", "Bern", "Bern", "Genève", "Bern", "京都", "Bern", "Zürich");

    /// <summary>Rows with missing and unknown values, boundaries, and numbers that float32 rounds.</summary>
    private static readonly TestRows Rows = new TestRows()
        .Numbers("age", null, 25, 40, 61.5, 17, 33).Numbers("income", 1000, null, 4321, -5, 1e6, null)
        .Numbers("height", 1.6, 1.7f, MathF.BitDecrement(1.7f), null, 0, 3).Numbers("zip", 8001, null, 1234, -7, 3000, -8)
        .Numbers("id", 20_000_001, 20_000_002, 20_000_003, 5, -3, 9_007_199_254_740_991)
        .Numbers("time", 1764313200, 1764313205, 1764313270, 1764313300, 1764313235, 0)
        .Texts("job", "nurse", null, "pilot", "clerk", "cook", "Nurse").Flags("smoker", null, true, false, true, false, null)
        .Texts("city", "Zürich", "京都", "Bern", "Genève", "Oslo", "zürich");

    private static readonly Dictionary<string, Func<FeatureSpace>> Spaces = new(StringComparer.Ordinal)
    {
        ["float"] = () => new FeatureSpace().Float("age", MissingValues.Median).Float("smoker", MissingValues.MostFrequent),
        ["float_normalized"] = () => new FeatureSpace().FloatNormalized("age", MissingValues.Mean),
        ["float_normalized with an indicator"] = () => new FeatureSpace().FloatNormalized("age", MissingValues.Indicator),
        ["float_rescaled"] = () => new FeatureSpace().FloatRescaled("income", 1e-3f, -0.5f, MissingValues.Indicator),
        ["float_discretized"] = () => new FeatureSpace().FloatDiscretized("height", 4, missing: MissingValues.OwnCategory),
        ["float_discretized, filled"] = () => new FeatureSpace().FloatDiscretized("height", 3, missing: MissingValues.Median),
        ["float_discretized, given"] = () =>
            new FeatureSpace().FloatDiscretized("height", [1.6f, 1.7f], missing: MissingValues.OwnCategory),
        ["times in seconds"] = () => new FeatureSpace().FloatNormalized("time").FloatDiscretized("bins", 3, column: "time")
            .FloatRescaled("scaled", 0.1, -176431320, column: "time"),
        ["string_categorical"] = () => new FeatureSpace().StringCategorical("job", missing: MissingValues.OwnCategory).StringCategorical("city"),
        ["string_categorical, most frequent"] = () => new FeatureSpace().StringCategorical("job", missing: MissingValues.MostFrequent),
        ["string_categorical of true and false"] = () => new FeatureSpace().StringCategorical("smoker", missing: MissingValues.OwnCategory),
        ["string_categorical, few tokens"] = () => new FeatureSpace().StringCategorical("city", maxTokens: 3),
        ["integer_categorical"] = () => new FeatureSpace().IntegerCategorical("zip", missing: MissingValues.OwnCategory),
        ["integer_categorical, most frequent"] = () => new FeatureSpace().IntegerCategorical("zip", missing: MissingValues.MostFrequent),
        ["integer_categorical, remainders"] = () =>
            new FeatureSpace().IntegerCategorical("zip", numOovIndices: 5, missing: MissingValues.OwnCategory).Float("id"),
        ["integer_categorical of great numbers"] = () => new FeatureSpace().IntegerCategorical("id").Float("id as a number", column: "id"),
        ["a cross"] = () => new FeatureSpace().StringCategorical("job", missing: MissingValues.OwnCategory).StringCategorical("city")
            .FloatDiscretized("height", [1.6f, 1.7f], missing: MissingValues.OwnCategory)
            .Cross(["job", "city"], crossingDim: 16).Cross(["city", "height", "job"], crossingDim: 7),
        ["all"] = () => new FeatureSpace().FloatNormalized("age", MissingValues.Indicator).FloatRescaled("income", 1e-3f, 1, MissingValues.Mean)
            .FloatDiscretized("height", 3, missing: MissingValues.OwnCategory).FloatDiscretized("age bins", 3, missing: MissingValues.Mean, column: "age")
            .StringCategorical("job", missing: MissingValues.OwnCategory).StringCategorical("city").Float("smoker", MissingValues.Mean)
            .IntegerCategorical("zip", missing: MissingValues.MostFrequent).IntegerCategorical("id").Cross(["job", "zip"], 12),
    };

    public static TheoryData<string> Names => [.. Spaces.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntimePredictsRawRowsTheSame(string name)
    {
        Sequential model = ModelOf(name);
        foreach (IRows rows in new[] { Rows, Training, Rows.Gather(2) })
            Close.To(model.Predict(rows), Assert.Single(OnnxRuntime.Run(Exported(model), rows)), 1e-6, name);
    }

    /// <summary>The encoded rows themselves are the same bit by bit, in the order of the encoder.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntimeEncodesTheSameBits(string name)
    {
        FeatureSpace space = Spaces[name]().Adapt(Training);
        Sequential model = new Sequential(space).Dropout(0.5f);
        Assert.Equal(Bits.Of(space.Encode(Rows)), Bits.Of(OnnxRuntime.Run(Exported(model), Rows)[0]));
    }

    [PythonTheory("onnx")]
    [MemberData(nameof(Names))]
    public void OnnxsOwnCheckerAccepts(string name)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuralnet-onnx-");
        try
        {
            string model = Path.Combine(folder.FullName, "model.onnx"), jobs = Path.Combine(folder.FullName, "jobs.json");
            string results = Path.Combine(folder.FullName, "results.json");
            ModelOf(name).ExportOnnx(model);
            File.WriteAllText(jobs, new JsonArray(new JsonObject { ["name"] = name, ["file"] = model }).ToJsonString());
            ChildProcess.Run(
                ExternalTools.PythonWith("onnx")!, Path.Combine(AppContext.BaseDirectory, "Tools", "onnx_checker.py"), jobs, results);
            Assert.Null((string?)JsonNode.Parse(File.ReadAllText(results))![name]!["error"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void SeveralInputsAreEncodedBySeveralSpaces()
    {
        FeatureSpace people = new FeatureSpace(FeatureOutputMode.Dict).Float("age", MissingValues.Mean)
            .StringCategorical("job", outputMode: IndexOutputMode.Int, missing: MissingValues.OwnCategory)
            .FloatDiscretized("height", [1.6f, 1.7f], IndexOutputMode.Int, MissingValues.OwnCategory)
            .Cross(["job", "height"], 9, IndexOutputMode.Int).Adapt(Training);
        FeatureSpace money = new FeatureSpace().FloatNormalized("income", MissingValues.Mean).Float("age", MissingValues.Median).Adapt(Training);
        Input age = new(1, name: "age"), height = new(1), job = new(1, name: "job"), cross = new(1), rest = new(2);
        Node joined = age.Concatenate(
            job.Embedding(5, 4).Flatten(), height.Embedding(4, 2).Flatten(), cross.Embedding(9, 3).Flatten(), rest);
        var model = new Model([age, height, job, cross, rest], [joined.Dense(2, "tanh", name: "income"), age]) { Encoders = [people, money] };
        IReadOnlyList<Tensor> expected = model.Predict(model.Encode(Rows));
        Tensor[] actual = OnnxRuntime.Run(Exported(model), Rows);
        for (int output = 0; output < 2; output++)
            Close.To(expected[output], actual[output], 1e-6, $"output {output}");
    }

    [Fact]
    public void EachColumnIsAnInput()
    {
        ModelProto file = ModelProto.Parser.ParseFrom(Exported(ModelOf("all")));
        Assert.Equal(
            [("age", DataType.Float), ("city", DataType.String), ("height", DataType.Float), ("id", DataType.Double),
            ("income", DataType.Float), ("job", DataType.String), ("smoker", DataType.Float), ("zip", DataType.Float)],
            file.Graph.Input.Select(input => (input.Name, (DataType)input.Type.TensorType.ElemType)));
        Assert.All(file.Graph.Input, input => Assert.Equal("batch", input.Type.TensorType.Shape.Dim[0].DimParam));
        Assert.All(file.Graph.Input, input => Assert.Equal(1, input.Type.TensorType.Shape.Dim[1].DimValue));
        Assert.Equal([("", 17L), ("ai.onnx.ml", 3L)], file.OpsetImport.Select(import => (import.Domain, import.Version)));
        Assert.Equal([("", 17L)], ModelProto.Parser.ParseFrom(Exported(ModelOf("float_normalized"))).OpsetImport
            .Select(import => (import.Domain, import.Version)));
    }

    [Fact]
    public void WithoutEncodersTheInputIsTheEncodedOne()
    {
        Sequential model = ModelOf("all");
        using var stream = new MemoryStream();
        model.ExportOnnx(stream, includeEncoders: false);
        Tensor encoded = model.Encode(Rows)[0];
        Close.To(model.Predict(Rows), OnnxRuntime.Run(stream.ToArray(), [encoded])[0], 1e-6, "encoded rows");
        stream.Position = 0;
        Close.To(model.Predict(Rows), OnnxModel.Load(stream).Predict(encoded), 1e-6, "the model that is read");
    }

    /// <summary>An unknown value without an index is zeros, and in a cross too; an integer of an own index is not.</summary>
    [Fact]
    public void AnUnknownValueWithoutAnIndexIsZeros()
    {
        FeatureSpace space = new FeatureSpace().StringCategorical("city", numOovIndices: 0).IntegerCategorical("id", numOovIndices: 0)
            .Cross(["city", "id"], 4).Cross(["id", "city"], 5).Adapt(Training);
        byte[] file = Exported(new Sequential(space).Dropout(0.5f));
        Assert.Equal(Bits.Of(space.Encode(Training)), Bits.Of(OnnxRuntime.Run(file, Training)[0]));
        IRows unknown = new TestRows().Texts("city", "Oslo", "Bern", "Oslo").Numbers("id", 5, 6, 6);
        Tensor encoded = OnnxRuntime.Run(file, unknown)[0];
        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(row => encoded.Row(row)[..4].ToArray().Sum()));
        Assert.Equal([1, 0, 0], Enumerable.Range(0, 3).Select(row => encoded.Row(row)[4..7].ToArray().Sum()));
        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(0, encoded.Row(row)[7..].ToArray().Sum()));
    }

    [Fact]
    public void AMissingNumberWithoutATreatmentIsNaN()
    {
        FeatureSpace space = new FeatureSpace().FloatNormalized("id").Adapt(Training);
        byte[] file = Exported(new Sequential(space).Dense(1));
        Assert.True(float.IsNaN(OnnxRuntime.Run(file, new Row { ["id"] = double.NaN })[0][0, 0]));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "hash", "'city'" }, { "integer hash", "'zip'" }, { "date", "'since'" }, { "year", "'since'" }, { "several unknown texts", "'job'" },
        { "the empty text", "'note'" }, { "texts and numbers", "'smoker'" }, { "a huge cross", "'a_X_b'" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatOnnxCannotSayIsRefusedByTheNameOfTheColumn(string name, string named)
    {
        TestRows rows = new TestRows().Dates("since", new DateTime(2026, 3, 1), new DateTime(2025, 1, 9)).Texts("note", "", null)
            .Texts("job", "cook", "nurse").Flags("smoker", true, false).Texts("city", "Bern", "Rome").Numbers("zip", 1, 2)
            .Numbers("a", 1, 2).Numbers("b", 1, 2);
        double[] boundaries = [.. Enumerable.Range(0, 2100).Select(number => (double)number)];
        FeatureSpace space = name switch
        {
            "hash" => new FeatureSpace().StringHashed("city"),
            "integer hash" => new FeatureSpace().IntegerHashed("zip"),
            "date" => new FeatureSpace().DatePart("since", DatePart.Month),
            "year" => new FeatureSpace().DatePart("since", DatePart.Year),
            "several unknown texts" => new FeatureSpace().StringCategorical("job", numOovIndices: 2),
            "the empty text" => new FeatureSpace().StringCategorical("note", missing: MissingValues.OwnCategory),
            "texts and numbers" => new FeatureSpace().StringCategorical("smoker").Float("smoker number", column: "smoker"),
            _ => new FeatureSpace().FloatDiscretized("a", boundaries).FloatDiscretized("b", boundaries).Cross(["a", "b"]),
        };
        Sequential model = new Sequential(space.Adapt(rows)).Dense(1);
        string message = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(Stream.Null)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains("includeEncoders: false", message, StringComparison.Ordinal);
        model.ExportOnnx(Stream.Null, includeEncoders: false);
    }

    /// <summary>Each kind of feature is written, or refused by a test above.</summary>
    [Fact]
    public void EveryFeatureIsKnown()
    {
        Type[] refused = [typeof(StringHashedFeature), typeof(IntegerHashedFeature), typeof(DatePartFeature)];
        Assert.All(
            typeof(Feature).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Feature)) && !type.IsAbstract),
            type => Assert.NotEqual(refused.Contains(type), FeatureExporters.Knows(type)));
    }

    [Fact]
    public void AnEncoderOfTheProgramIsRefusedByName()
    {
        Sequential model = new Sequential(new OwnEncoder()).Dense(1);
        string message = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(Stream.Null)).Message;
        Assert.Contains("OwnEncoder", message, StringComparison.Ordinal);
        Assert.Contains("includeEncoders: false", message, StringComparison.Ordinal);
    }

    /// <summary>Numbers without missing values are read as layers; what has no layer is refused by the name of the operator.</summary>
    [Fact]
    public void NumericPreprocessingIsReadBack()
    {
        TestRows rows = new TestRows().Numbers("a", 1, 2, 4).Numbers("b", -3, 0.5, 9);
        FeatureSpace space = new FeatureSpace().FloatNormalized("a").FloatRescaled("b", 0.1f, -1).Adapt(rows);
        Sequential model = new Sequential(space, seed: 3).Dense(3, "tanh").Dense(1);
        Model again = OnnxModel.Load(new MemoryStream(Exported(model)));
        Tensor a = new Tensor([3, 1], [1, 2, 4]), b = new Tensor([3, 1], [-3, 0.5f, 9]);
        Close.To(model.Predict(rows), again.Predict([a, b])[0], 1e-6, "the model that is read");
    }

    [Theory]
    [InlineData("float", "the operator IsNaN")]
    [InlineData("string_categorical", "the operator LabelEncoder")]
    [InlineData("integer_categorical of great numbers", "the operator LabelEncoder")]
    [InlineData("float_discretized, given", "the operator ")]
    public void OtherPreprocessingIsRefusedByTheNameOfTheOperator(string name, string named)
    {
        byte[] file = Exported(ModelOf(name));
        string message = Assert.Throws<ModelFileException>(() => OnnxModel.Load(new MemoryStream(file))).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    private static Sequential ModelOf(string name) =>
        new Sequential(Spaces[name]().Adapt(Training), seed: 5).Dense(6, "tanh").Dense(2, "softmax");

    private static byte[] Exported(Model model)
    {
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        return stream.ToArray();
    }

    private sealed class OwnEncoder : InputEncoder
    {
        public override IReadOnlyList<string> Columns => ["color"];

        public override IReadOnlyList<EncodedInput> Inputs => [new("color", 1, [new("color", Columns)])];

        protected override IReadOnlyList<Tensor> EncodeCore(IRows rows) => [new Tensor([rows.RowCount, 1])];

        protected internal override void WriteTo(Configuration configuration)
        {
        }
    }
}
