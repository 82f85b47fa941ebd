using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>Maps each operator to the function that imports it; a new operator adds a line here.</summary>
internal static class OperatorImporters
{
    private static readonly Dictionary<string, Func<OperatorNode, ImportedValue>> ByType = new(StringComparer.Ordinal)
    {
        ["Constant"] = Constant,
        ["Identity"] = node => node[0],
        ["Dropout"] = Dropout,
        ["Cast"] = Cast,
        ["Gemm"] = DenseImporters.Gemm,
        ["MatMul"] = DenseImporters.MatMul,
        ["PRelu"] = DenseImporters.PRelu,
        ["Softmax"] = node => RowFunction(node, Activation.Softmax),
        ["LogSoftmax"] = node => RowFunction(node, Activation.LogSoftmax),
        ["Conv"] = ConvolutionImporters.Conv,
        ["ConvTranspose"] = ConvolutionImporters.ConvTranspose,
        ["MaxPool"] = WindowPoolImporters.MaxPool,
        ["AveragePool"] = WindowPoolImporters.AveragePool,
        ["GlobalAveragePool"] = WindowPoolImporters.GlobalAverage,
        ["GlobalMaxPool"] = WindowPoolImporters.GlobalMaximum,
        ["Pad"] = MarginImporters.Pad,
        ["Upsample"] = ResizeImporters.Upsample,
        ["Resize"] = ResizeImporters.Resize,
        ["InstanceNormalization"] = NormalizationImporters.InstanceNormalization,
        ["GroupNormalization"] = NormalizationImporters.GroupNormalization,
        ["BatchNormalization"] = NormalizationImporters.BatchNormalization,
        ["LayerNormalization"] = NormalizationImporters.LayerNormalization,
        ["LpNormalization"] = NormalizationImporters.LpNormalization,
        ["Sqrt"] = node => RowMoment.Root(node[0]) ?? (ImportedValue)CurveValue.Of(node[0]).Apply(node, Math.Sqrt),
        ["Transpose"] = ShapeImporters.Transpose,
        ["Gather"] = TokenImporters.Gather,
        ["OneHot"] = TokenImporters.OneHot,
        ["Squeeze"] = node => node[0] is TokensValue ? TokenImporters.Squeeze(node) : ShapeImporters.Squeeze(node),
        ["And"] = MaskImporters.And,
        ["Equal"] = PaddingImporters.Equal,
        ["Not"] = PaddingImporters.Not,
        ["Unsqueeze"] = node => node[0] is PaddingMask ? PaddingImporters.Unsqueeze(node) : ShapeImporters.Unsqueeze(node),
        ["Where"] = node => AttentionImporters.Where(node) ?? PaddingImporters.Where(node),
        ["Slice"] = SliceImporters.Slice,
        ["Split"] = SliceImporters.Split,
        ["ReduceMean"] = PoolingImporters.ReduceMean,
        ["ReduceMax"] = PoolingImporters.ReduceMax,
        ["ReduceSum"] = PoolingImporters.ReduceSum,
        ["Flatten"] = ShapeImporters.Flatten,
        ["Reshape"] = ShapeImporters.Reshape,
        ["Concat"] = ShapeImporters.Concat,
        ["Tile"] = ShapeImporters.Tile,
        ["Expand"] = ShapeImporters.Expand,
        ["RNN"] = RecurrenceImporters.Import,
        ["LSTM"] = RecurrenceImporters.Import,
        ["GRU"] = RecurrenceImporters.Import,
        ["Add"] = BinaryImporters.Import,
        ["Sub"] = BinaryImporters.Import,
        ["Mul"] = BinaryImporters.Import,
        ["Div"] = BinaryImporters.Import,
        ["Pow"] = BinaryImporters.Import,
        ["Greater"] = BinaryImporters.Import,
        ["GreaterOrEqual"] = BinaryImporters.Import,
        ["Sum"] = BinaryImporters.Variadic,
        ["Max"] = BinaryImporters.Variadic,
        ["Min"] = BinaryImporters.Variadic,
        ["Mean"] = BinaryImporters.Variadic,
    };

    /// <exception cref="ModelFileException">The operator is not supported, or not with these inputs and attributes.</exception>
    public static ImportedValue Import(OperatorNode node)
    {
        if (node.IsOfOnnx && ConstantFolding.TryFold(node) is { } constant)
            return constant;
        if (node.IsOfOnnx && SizeFolding.TryFold(node) is { } sizes)
            return sizes;
        if (node.IsOfOnnx && MaskImporters.WithFunction(node) is { } ofFunction)
            return Import(ofFunction);
        if (node.IsOfOnnx && (PositionImporters.Elementwise(node) ?? MaskImporters.TryImport(node)) is { } mask)
        {
            node.RequireNothingElse();
            return mask;
        }

        if (node.IsOfOnnx && LiftedOperators.TryImport(node) is { } lifted)
            return lifted;
        ImportedValue value;
        if (node.IsOfOnnx && ByType.TryGetValue(node.Type, out Func<OperatorNode, ImportedValue>? import))
            value = import(node);
        else if (node.IsOfOnnx && UnaryOperators.Find(node) is { } function)
            value = CurveValue.Of(node[0]).Apply(node, function);
        else
        {
            throw new ModelFileException(
                "it is not supported. Supported are: "
                + $"{string.Join(", ", ByType.Keys.Concat(UnaryOperators.Names).Union(SizeFolding.Names).Order(StringComparer.Ordinal))}");
        }

        node.RequireNothingElse();
        return value;
    }

    /// <summary>Its ratio and its seed are for training alone.</summary>
    private static ImportedValue Dropout(OperatorNode node)
    {
        node.Ignore("seed", "ratio");
        bool dropsNothing = node.Has(1) && node[1] is ConstantValue { Length: 1, Scalar: 0 };
        if (node.Has(2) && !dropsNothing && node.Constant(2).Scalar != 0)
            throw new ModelFileException("it drops values in predictions too (training_mode); export the model for inference");
        return node[0];
    }

    private static ImportedValue Constant(OperatorNode node)
    {
        TensorProto tensor = node.Find("value")?.T?.Clone() ?? new TensorProto();
        if (node.Find("value_float") is { } number)
            tensor = new TensorProto { DataType = (int)DataType.Float, FloatData = { number.F } };
        else if (node.Find("value_int") is { } whole)
            tensor = new TensorProto { DataType = (int)DataType.Int64, Int64Data = { whole.I } };
        else if (node.Find("value_floats") is { } numbers)
            tensor = new TensorProto { DataType = (int)DataType.Float, Dims = { numbers.Floats.Count }, FloatData = { numbers.Floats } };
        else if (node.Find("value_ints") is { } wholes)
            tensor = new TensorProto { DataType = (int)DataType.Int64, Dims = { wholes.Ints.Count }, Int64Data = { wholes.Ints } };
        tensor.Name = node.Output;
        return new StoredConstant(tensor, node.Context);
    }

    private static ImportedValue Cast(OperatorNode node)
    {
        node.Ignore("saturate");
        bool isToInteger = (DataType)node.Get("to", 0) is DataType.Int64 or DataType.Int32;
        bool isToFloat = (DataType)node.Get("to", 0) is DataType.Float or DataType.Double;
        return (node[0], isToInteger, isToFloat) switch
        {
            (PaddingMask mask, false, true) => mask.ToNumber(),
            (CurveValue curve, false, true) => curve.ToNumber(),
            (TokensValue or ArrangedValue { Source: TokensValue }, true, _) => node[0],
            (ArrangedValue { Source: TokensValue { IsSqueezed: false } tokens } arranged, _, true) =>
                ArrangedValue.Of(new LayerValue(tokens.Source), arranged.Arrangement, node),
            (TokensValue { IsSqueezed: false } tokens, _, true) => new LayerValue(tokens.Source),
            (_, true, _) => new TokensValue(node.NodeOf(0)),
            (var value, _, true) => value,
            _ => throw new ModelFileException($"it casts to the type {(DataType)node.Get("to", 0)}, which is not supported"),
        };
    }

    /// <summary>Before opset 13, the axis and those behind it are taken together, from the axis 1 on if the operator names none.</summary>
    private static ImportedValue RowFunction(OperatorNode node, Activation activation)
    {
        long defaultAxis = node.Context.Opset < 13 ? 1 : -1;
        long axis = node.Get("axis", defaultAxis);
        if (activation == Activation.Softmax && node[0] is AttentionScores scores && scores.Softmax(node) is { } probabilities
            && (axis == -1 || axis == scores.SizesIn(node.Context.Sizes).Length - 1))
            return probabilities;
        OperatorNode.RequireLastAxis(axis, node.NodeOf(0));
        return new LayerValue(node.NodeOf(0).Add(new ActivationLayer(activation, node.LayerName())));
    }
}
