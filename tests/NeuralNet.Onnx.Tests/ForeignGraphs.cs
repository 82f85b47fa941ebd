using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;
using static NeuralNet.Onnx.Tests.ForeignGraph;

namespace NeuralNet.Onnx.Tests;

/// <summary>The forms of operators in files of other programs, in addition to those of this library.</summary>
internal static class ForeignGraphs
{
    public static readonly ForeignGraph[] All =
    [
        .. Products(), .. ConstantsOfEveryKind(), .. Functions(), .. Normalizations(), .. Shapes(), .. OpenShapes(), .. Merges(),
            .. Tokens(), .. Wholes(),
    ];

    private static IEnumerable<ForeignGraph> Products() =>
    [
        Row("Gemm").Weights("w", [4, 2]).Node("Gemm", "x w"),
        Row("Gemm, B transposed").Weights("w", [2, 4]).Node("Gemm", "x w", Int("transB", 1)),
        Row("Gemm, alpha and beta").Weights("w", [4, 2]).Weights("b", [2]).Node("Gemm", "x w b", Float("alpha", 0.5f), Float("beta", -2)),
        Row("Gemm, B transposed, alpha and beta").Weights("w", [2, 4]).Weights("b", [1, 2])
            .Node("Gemm", "x w b", Int("transB", 1), Float("alpha", 3), Float("beta", 0)),
        Row("Gemm, bias of shape ()").Weights("w", [4, 2]).Weights("b", [], 3).Node("Gemm", "x w b"),
        Row("Gemm, bias of shape (1)").Weights("w", [4, 2]).Weights("b", [1], 3).Node("Gemm", "x w b"),
        Row("Gemm, bias of shape (1, 1)").Weights("w", [4, 2]).Weights("b", [1, 1], 3).Node("Gemm", "x w b"),
        Row("Gemm, bias for each row", batch: 3).Weights("w", [4, 3]).Weights("b", [3, 1]).Node("Gemm", "x w b").Refused("neither a number nor a list"),
        Row("Gemm, bias for each value", batch: 3).Weights("w", [4, 3]).Weights("b", [3, 3]).Node("Gemm", "x w b").Refused("neither a number nor a list"),
        Row("Gemm, A transposed", batch: 4).Weights("w", [4, 2]).Node("Gemm", "x w", Int("transA", 1)).Refused("'transA' is 1"),
        Row("Gemm, data as C", row: [2]).Weights("a", [3, 4]).Weights("w", [4, 2]).Node("Gemm", "a w x").Refused("cannot be used here"),
        Row("Gemm, data as B", batch: 4).Weights("a", [3, 4]).Node("Gemm", "a x").Refused("should be a constant"),
        Row("Gemm, kernel shared with other factors").Weights("w", [4, 4]).Node("Gemm", "x w", Float("alpha", 2)).Node("Gemm", "y w", Float("alpha", -1)),
        Row("Gemm, kernel shared as it is").Weights("w", [4, 4]).Weights("b", [4]).Node("Gemm", "x w b").Node("Gemm", "y w b"),
        Row("Gemm, then activation twice").Weights("w", [4, 4]).Node("Gemm", "x w").Node("Relu", "y").Node("Sigmoid", "y").Node("Add", "y1 y2"),
        Row("MatMul").Weights("w", [4, 2]).Node("MatMul", "x w"),
        Row("MatMul and Add").Weights("w", [4, 2]).Weights("b", [2]).Node("MatMul", "x w").Node("Add", "y b"),
        Row("MatMul and Add, bias first").Weights("w", [4, 2]).Weights("b", [2]).Node("MatMul", "x w").Node("Add", "b y"),
        Row("MatMul and Add of (1, units)").Weights("w", [4, 2]).Weights("b", [1, 2]).Node("MatMul", "x w").Node("Add", "y b"),
        Row("MatMul and Add of a number").Weights("w", [4, 2]).Weights("b", [1], 2).Node("MatMul", "x w").Node("Add", "y b"),
        Row("MatMul and Add of (1, 1, units)").Weights("w", [4, 2]).Weights("b", [1, 1, 2]).Node("MatMul", "x w").Node("Add", "y b").Refused("more axes"),
        Row("MatMul and Add of a row each", batch: 3).Weights("w", [4, 2]).Weights("b", [3, 2]).Node("MatMul", "x w").Node("Add", "y b").Refused("neither a number nor a list"),
        Row("MatMul and Add of (rows, 1)", batch: 2).Weights("w", [4, 2]).Weights("b", [2, 1]).Node("MatMul", "x w").Node("Add", "y b").Refused("neither a number nor a list"),
        Row("MatMul and two Adds").Weights("w", [4, 2]).Weights("b", [2]).Weights("c", [2]).Node("MatMul", "x w").Node("Add", "y b").Node("Add", "y1 c"),
        Row("MatMul, product used twice").Weights("w", [4, 2]).Weights("b", [2]).Node("MatMul", "x w").Node("Add", "y b").Node("Mul", "y y1"),
        Row("MatMul and Sub").Weights("w", [4, 2]).Weights("b", [2]).Node("MatMul", "x w").Node("Sub", "b y"),
        Row("MatMul of steps", row: [5, 4]).Weights("w", [4, 2]).Weights("b", [2]).Node("MatMul", "x w").Node("Add", "y b"),
        Row("MatMul of steps, bias for each step", row: [5, 4]).Weights("w", [4, 2]).Weights("b", [5, 1]).Node("MatMul", "x w").Node("Add", "y b").Refused("neither a number nor a list"),
        Row("MatMul with a vector").Weights("w", [4]).Node("MatMul", "x w").Refused("two axes"),
        Row("MatMul with a stack of matrices").Weights("w", [1, 4, 2]).Node("MatMul", "x w").Refused("two axes"),
        Row("MatMul, constant first", batch: 4).Weights("w", [2, 4]).Node("MatMul", "w x").Refused("should be a constant"),
        Row("MatMul of two inputs", row: [2, 3]).Input("z", [3, 4]).Node("MatMul", "x z"),
        Row("MatMul of stacks", row: [2, 3, 4]).Input("z", [2, 4, 5]).Node("MatMul", "x z"),
        Row("MatMul of other stacks", row: [2, 3, 4]).Input("z", [3, 4, 5]).Node("MatMul", "x z").Refused("takes rows of shape (…, n, m) and (…, m, p)"),
        Row("MatMul with itself transposed", row: [3, 4]).Node("Transpose", "x", Ints("perm", 0, 2, 1)).Node("MatMul", "x y"),
        Row("MatMul with itself transposed, then a function", row: [3, 4]).Node("Transpose", "x", Ints("perm", 0, 2, 1)).Node("MatMul", "x y").Node("Relu", "y1"),
        Row("MatMul of rows with themselves", row: [3], batch: 3).Node("MatMul", "x x").Refused("takes rows of shape (…, n, m) and (…, m, p)"),
    ];

    private static IEnumerable<ForeignGraph> ConstantsOfEveryKind() =>
    [
        Row("raw weights").Weights(Raw(Floats("w", [4, 2]), DataType.Float, value => value)).Node("MatMul", "x w"),
        new ForeignGraph("double throughout", [4], DataType.Double).Weights(Raw(Floats("w", [4, 2]), DataType.Double, value => (double)value)).Node("MatMul", "x w"),
        new ForeignGraph("double, listed", [4], DataType.Double)
            .Weights(new TensorProto { Name = "w", Dims = { 4, 1 }, DataType = (int)DataType.Double, DoubleData = { 1, -2, 0.1, 4 } }).Node("MatMul", "x w"),
        Row("float16 cast").Weights(Raw(Floats("w", [4, 2]), DataType.Float16, value => (Half)value)).Node("Cast", "w", Int("to", (int)DataType.Float)).Node("MatMul", "x y"),
        Row("whole numbers cast").Integers("w", [4, 1], 1, -2, 3, 4).Node("Cast", "w", Int("to", (int)DataType.Float)).Node("MatMul", "x y"),
        Row("Constant: value").Node("Constant", "", Tensor("value", Floats("", [4, 2]))).With(Unfed).Node("MatMul", "x y"),
        Row("Constant: value_float").Node("Constant", "", Float("value_float", 2.5f)).With(Unfed).Node("Mul", "x y"),
        Row("Constant: value_floats").Node("Constant", "", new AttributeProto { Name = "value_floats", Floats = { 1, -2, 3, 0.5f }, Type = AttributeProto.Types.AttributeType.Floats })
            .With(Unfed).Node("Mul", "x y"),
        Row("Constant: value_ints").Node("Constant", "", Ints("value_ints", 0, 2, 2)).With(Unfed).Node("Reshape", "x y"),
        Row("initializers are inputs too").Weights("w", [4, 2]).Node("MatMul", "x w").With(model => model.Graph.Input.Add(new ValueInfoProto
        {
            Name = "w",
            Type = new TypeProto { TensorType = new() { ElemType = (int)DataType.Float, Shape = new TensorShapeProto { Dim =
                { new TensorShapeProto.Types.Dimension { DimValue = 4 }, new TensorShapeProto.Types.Dimension { DimValue = 2 } } } } },
        })),
        Row("raw shape").Weights(Raw(Floats("s", [2], 0, -1), DataType.Int64, value => (long)value)).Node("Reshape", "x s"),
        Row("constants to compute with").Weights("w", [4, 2]).Weights("v", [4, 2]).Node("Add", "w v").Node("MatMul", "x y"),
        Row("a kernel to transpose").Weights("w", [2, 4]).Node("Transpose", "w", Ints("perm", 1, 0)).Node("MatMul", "x y"),
        Row("a kernel to transpose by default").Weights("w", [2, 4]).Node("Transpose", "w").Node("MatMul", "x y"),
        Row("a transposition to wrong axes").Weights("w", [2, 4]).Node("Transpose", "w", Ints("perm", 1, 1)).Node("MatMul", "x y").Refused("'perm' [1, 1]"),
        Row("a cube to transpose and reshape").Weights("w", [2, 2, 3]).Integers("s", [2], -1, 3).Node("Transpose", "w", Ints("perm", 1, 0, 2)).Node("Reshape", "y s").Node("MatMul", "x y1"),
        Row("a reshape with a size kept").Weights("w", [4, 1, 3]).Integers("s", [2], 0, -1).Node("Reshape", "w s").Node("MatMul", "x y"),
        Row("a reshape that does not fit").Weights("w", [4, 3]).Integers("s", [2], 5, -1).Node("Reshape", "w s").Node("MatMul", "x y").Refused("cannot give the constant 'w' of sizes [4, 3]"),
        Row("a kernel to slice").Weights("w", [8, 5]).Integers("a", [2], -8, 1).Integers("b", [2], 100, -1).Integers("c", [2], 0, -1).Integers("d", [2], 2, 3)
            .Node("Slice", "w a b c d").Node("MatMul", "x y"),
        Row("a slice without axes").Weights("w", [5, 4]).Integers("a", [1], 1).Integers("b", [1], long.MaxValue).Node("Slice", "w a b").Node("MatMul", "x y"),
        Row("a slice backwards").Weights("w", [4, 4]).Integers("a", [1], -1).Integers("b", [1], -9).Integers("c", [1], 0).Integers("d", [1], -1)
            .Node("Slice", "w a b c d").Node("MatMul", "x y").Refused("its step is -1"),
        Row("kernels to join").Weights("w", [4, 1]).Weights("v", [4, 3]).Node("Concat", "w v", Int("axis", -1)).Node("MatMul", "x y"),
        Row("kernels to join, first axis").Weights("w", [1, 2]).Weights("v", [3, 2]).Node("Concat", "w v", Int("axis", 0)).Node("MatMul", "x y"),
        Row("kernels that cannot be joined").Weights("w", [1, 2]).Weights("v", [3, 3]).Node("Concat", "w v", Int("axis", 0)).Node("MatMul", "x y").Refused("cannot join the constant 'v' of sizes [3, 3]"),
        Row("a list to squeeze").Weights("b", [1, 4, 1]).Integers("a", [1], -1).Node("Squeeze", "b a").Node("Squeeze", "y").Node("Add", "x y1"),
        Row("a list to unsqueeze").Weights("b", [4]).Integers("a", [1], 0).Node("Unsqueeze", "b a").Node("Add", "x y"),
        Row("a shape to join").Integers("a", [1], 0).Integers("b", [], 4).Integers("z", [1], 0).Node("Unsqueeze", "b z").Node("Concat", "a y", Int("axis", 0)).Node("Reshape", "x y1"),
        Row("a shape to calculate").Integers("a", [2], 3, 9).Integers("b", [2], 3, 2).Node("Div", "a b").Node("Sub", "a y").Node("Mul", "y y1").Node("Add", "y2 b").Node("Sub", "b b")
            .Node("Concat", "y4 y4", Int("axis", 0)).Integers("n", [1], -1).Node("Slice", "y5 i j").Integers("i", [1], 0).Integers("j", [1], 1).Node("Concat", "y6 n", Int("axis", 0)).Node("Reshape", "x y7"),
        Row("whole numbers by 0").Integers("a", [1], 3).Integers("b", [1], 0).Node("Div", "a b").Node("Reshape", "x y").Refused("divides whole numbers by 0"),
        Row("kernels that spread").Weights("w", [4, 1]).Weights("v", [2]).Node("Mul", "w v").Node("Neg", "y").Node("MatMul", "x y1"),
        Row("kernels that do not fit each other").Weights("w", [4, 3]).Weights("v", [2]).Node("Mul", "w v").Node("MatMul", "x y").Refused("do not fit each other"),
        Row("a norm of weights").Weights("w", [2, 4]).Weights("g", [2, 1]).Node("ReduceL2", "w", Ints("axes", 1)).Node("Div", "w y").Node("Mul", "y1 g").Node("Gemm", "x y2", Int("transB", 1)),
        Row("a norm of everything").Weights("w", [4, 2]).Node("ReduceL2", "w", Int("keepdims", 0)).Node("Div", "w y").Node("MatMul", "x y1"),
        Row("a kernel of constants alone").Weights("w", [4, 2]).Weights("v", [2, 2]).Node("MatMul", "w v").Node("MatMul", "x y").Refused("the operator MatMul of the node 'node y': its input 0, 'w': the constant 'w' cannot be used here; operators take"),
        Row("a constant output").Weights("w", [4, 2]).Node("Neg", "w").Refused("the output 'y' of the graph: the constant 'y', which the operator Neg of the node 'node y' gives, cannot be used here"),
    ];

    private static IEnumerable<ForeignGraph> Functions() =>
    [
        .. new[] { "Relu", "Sigmoid", "Tanh", "Elu", "Selu", "LeakyRelu", "Softplus", "Softsign", "Exp", "Softmax", "LogSoftmax" }
            .Select(type => Row(type + " with its defaults").Node(type, "x")),
        Row("HardSigmoid with its defaults").Node("HardSigmoid", "x").Refused("no activation"),
        Row("HardSigmoid of Keras").Node("HardSigmoid", "x", Float("alpha", 1f / 6), Float("beta", 0.5f)),
        Row("LeakyRelu, alpha").Node("LeakyRelu", "x", Float("alpha", 0.7f)),
        Row("LeakyRelu, alpha above 1").Node("LeakyRelu", "x", Float("alpha", 1.5f)),
        Row("LeakyRelu, alpha below 0").Node("LeakyRelu", "x", Float("alpha", -0.5f)).Refused("no activation"),
        Row("LeakyRelu, alpha 0").Node("LeakyRelu", "x", new AttributeProto { Name = "alpha", Type = AttributeProto.Types.AttributeType.Float }),
        Row("LeakyRelu, alpha as a whole number").Node("LeakyRelu", "x", Int("alpha", 1)).Refused("'alpha' should be of the type Float"),
        Row("Elu, alpha").Node("Elu", "x", Float("alpha", 0.3f)),
        Row("Selu, other settings").Node("Selu", "x", Float("alpha", 1), Float("gamma", 2)).Refused("no activation"),
        Row("Abs").Node("Abs", "x").Refused("no activation"),
        Row("Neg").Node("Neg", "x"),
        Row("Clip to 0 and 6").Weights("a", [], 0).Weights("b", [], 6).Node("Clip", "x a b"),
        Row("Clip from 0").Weights("a", [], 0).Node("Clip", "x a"),
        Row("Clip from 0 to the greatest number").Weights("a", [], 0).Weights("b", [], float.MaxValue).Node("Clip", "x a b"),
        Row("Clip without bounds").Node("Clip", "x"),
        .. new (float, float)[] { (0, 100), (-100, 100), (0, 6.1f), (-1e9f, 1e9f), (-1e-3f, 1e-3f), (0, 1e30f) }
            .Select(bounds => Row($"Clip to {bounds}").Weights("a", [], bounds.Item1).Weights("b", [], bounds.Item2).Node("Clip", "x a b").Refused("no activation")),
        Row("Clip to 6").Weights("b", [], 6).Node("Clip", "x - b").Refused("no activation"),
        Row("Max with 0").Weights("a", [1], 0).Node("Max", "x a"),
        Row("Max with 0 and Min with 6").Weights("a", [], 0).Weights("b", [1, 1], 6).Node("Max", "a x").Node("Min", "y b"),
        Row("Max with -1000").Weights("a", [], -1000).Node("Max", "x a").Refused("no activation"),
        Row("Relu far from 0").Weights("a", [], 31).Node("Sub", "x a").Node("Relu", "y"),
        Row("Relu close to 0").Weights("a", [], 0.001f).Node("Sub", "x a").Node("Relu", "y"),
        Row("step from 0 on").Weights("a", [], 0).Node("GreaterOrEqual", "x a").Node("Cast", "y", Int("to", (int)DataType.Float)),
        Row("step above 0").Weights("a", [], 0).Node("Greater", "x a").Node("Cast", "y", Int("to", (int)DataType.Float)).Refused("no activation"),
        .. new[] { -0.01f, -1e-5f, 1e-7f, 0.01f, 50, 1e30f }.Select(threshold => Row($"step at {threshold}").Weights("a", [], threshold)
            .Node("GreaterOrEqual", "x a").Node("Cast", "y", Int("to", (int)DataType.Float)).Refused("no activation")),
        Row("Pow").Weights("a", [], 2).Node("Pow", "x a").Refused("no activation"),
        Row("1/x").Weights("a", [], 1).Node("Div", "a x").Refused("no activation"),
        Row("1 - x").Weights("a", [], 1).Node("Sub", "a x"),
        Row("a line in four operators").Weights("a", [], 1000.25f).Weights("b", [], -0.001f).Node("Sub", "a x").Node("Mul", "y b").Node("Add", "y1 a").Node("Div", "y2 b"),
        Row("sigmoid spelled out").Weights("one", [], 1).Node("Neg", "x").Node("Exp", "y").Node("Add", "y1 one").Node("Div", "one y2"),
        Row("swish spelled out").Node("Sigmoid", "x").Node("Mul", "y x"),
        Row("hard swish").Weights("three", [], 3).Weights("zero", [], 0).Weights("six", [], 6).Node("Add", "x three").Node("Clip", "y zero six").Node("Mul", "x y1").Node("Div", "y2 six"),
        Row("one activation after another").Node("Tanh", "x").Node("LeakyRelu", "y").Node("Exp", "y1").Node("Softsign", "y2").Node("Elu", "y3"),
        Row("an unknown function after another").Node("Tanh", "x").Node("Abs", "y").Refused("no activation"),
        Row("Softmax of steps", row: [2, 4]).Node("Softmax", "x", Int("axis", 2)),
        Row("Softmax over steps", row: [2, 4]).Node("Softmax", "x", Int("axis", 1)).Refused("the axis 1"),
        Row("Softmax over the batch").Node("Softmax", "x", Int("axis", 0)).Refused("the axis 0"),
        Row("Softmax over the batch, the only axis", row: []).Node("Softmax", "x").Refused("the axis -1"),
        Row("Relu of single numbers", row: []).Node("Relu", "x"),
        Row("PRelu of one slope").Weights("s", [1]).Node("PRelu", "x s"),
        Row("PRelu of shape ()").Weights("s", [], 0.3f).Node("PRelu", "x s"),
        Row("PRelu of a slope each").Weights("s", [4]).Node("PRelu", "x s"),
        Row("PRelu of (1, features)").Weights("s", [1, 4]).Node("PRelu", "x s"),
        Row("PRelu of a slope for each row", row: [3], batch: 3).Weights("s", [3, 1]).Node("PRelu", "x s").Refused("does not fit the rows"),
        Row("PRelu of steps", row: [2, 4]).Weights("s", [2, 1]).Node("PRelu", "x s"),
        Row("PRelu of features", row: [2, 4]).Weights("s", [4]).Node("PRelu", "x s"),
        Row("PRelu of too many", row: [2, 4]).Weights("s", [1, 1, 2, 4]).Node("PRelu", "x s").Refused("does not fit the rows"),
        Row("Dropout").Weights("r", [], 0.5f).Node("Dropout", "x r").Node("Relu", "y"),
        Row("Dropout in training").Weights("r", [], 0.5f).With(model => model.Graph.Initializer.Add(new TensorProto { Name = "t", DataType = (int)DataType.Bool, Int32Data = { 1 } }))
            .Node("Dropout", "x r t").Refused("training_mode"),
        Row("Dropout's mask").Node("Dropout", "x").With(model => model.Graph.Node[0].Output.Add("mask")).Node("Cast", "mask", Int("to", 1)).Refused("'mask', an output of the operator Dropout of the node 'node y' after its first"),
    ];

    private static IEnumerable<ForeignGraph> Normalizations() =>
    [
        Normalized("BatchNormalization with its defaults").Node("BatchNormalization", "x g b m v"),
        Normalized("BatchNormalization, epsilon").Node("BatchNormalization", "x g b m v", Float("epsilon", 0.5f)),
        Normalized("BatchNormalization in training").Node("BatchNormalization", "x g b m v", Int("training_mode", 1)).Refused("'training_mode' is 1"),
        Normalized("BatchNormalization of channels", row: [4, 2]).Node("BatchNormalization", "x g b m v").Refused("Transpose before"),
        Normalized("BatchNormalization, transposed", row: [2, 4]).Node("Transpose", "x", Ints("perm", 0, 2, 1)).Node("BatchNormalization", "y g b m v")
            .Node("Transpose", "y1", Ints("perm", 0, 2, 1)),
        Row("LayerNormalization with its defaults").Weights("g", [4]).Node("LayerNormalization", "x g"),
        Row("LayerNormalization, all").Weights("g", [4]).Weights("b", [4]).Node("LayerNormalization", "x g b", Int("axis", 1), Float("epsilon", 0.3f)),
        Row("LayerNormalization of steps", row: [2, 4]).Weights("g", [4]).Weights("b", [4]).Node("LayerNormalization", "x g b", Int("axis", 2)),
        Row("LayerNormalization over steps too", row: [2, 4]).Weights("g", [2, 4]).Node("LayerNormalization", "x g", Int("axis", 1)).Refused("the axis 1"),
        Row("LayerNormalization, scale for each step", row: [4, 4]).Weights("g", [4, 1]).Node("LayerNormalization", "x g").Refused("is no list"),
        .. new[] { 1, 2 }.Select(rank => SpelledOut($"LayerNormalization spelled out, {rank}", rank).Weights("g", [4]).Weights("b", [4]).Node("Mul", "y6 g").Node("Add", "y7 b")),
        SpelledOut("LayerNormalization spelled out, without factor", 1).Weights("b", [4]).Node("Add", "y6 b"),
        SpelledOut("LayerNormalization spelled out, without offset", 1).Weights("g", [4]).Node("Mul", "g y6"),
        SpelledOut("LayerNormalization spelled out, alone", 1),
        SpelledOut("LayerNormalization spelled out, offset before factor", 1).Weights("g", [4]).Weights("b", [4]).Node("Add", "y6 b").Node("Mul", "y7 g"),
        SpelledOut("LayerNormalization spelled out, a list for each step", 2).Weights("g", [2, 1]).Node("Mul", "y6 g").Refused("neither a number nor a list"),
        SpelledOut("LayerNormalization spelled out, mean of another", 1).Node("Add", "y6 x").With(model => model.Graph.Node[1].Input[0] = "z").Input("z", [4]).Refused("its input 1, 'y': a mean or variance of features"),
        Row("a mean of features").Node("ReduceMean", "x", Ints("axes", -1)).Node("Relu", "y").Refused("the operator ReduceMean of the node 'node y'"),
        Row("LayerNormalization's mean").Weights("g", [4]).Node("LayerNormalization", "x g").With(model => model.Graph.Node[0].Output.Add("Mean")).Output("Mean")
            .Refused("'Mean', an output of the operator LayerNormalization of the node 'node y' after its first"),
        Row("LayerNormalization with a mean that nothing uses").Weights("g", [4]).Node("LayerNormalization", "x g").With(model => model.Graph.Node[0].Output.Add("Mean")),
        Normalized("BatchNormalization in training, opset 13").Node("BatchNormalization", "x g b m v").With(model => model.OpsetImport[0].Version = 13)
            .With(model => model.Graph.Node[0].Output.Add(["m1", "v1", "m2", "v2"])).Refused("training mode"),
        Row("LpNormalization with its defaults").Node("LpNormalization", "x"),
        Row("LpNormalization, p 1").Node("LpNormalization", "x", Int("p", 1)).Refused("'p' is 1"),
        Row("scale and offset").Weights("s", [4], 1, -2, 3, 0.5f).Weights("o", [4]).Node("Mul", "x s").Node("Add", "y o"),
        Row("offset and divisor").Weights("s", [1, 4], 1, 2, 3, 0.5f).Weights("o", [4]).Node("Sub", "x o").Node("Div", "y s"),
        Row("scale with a 0").Weights("s", [4], 1, 0, 3, 0.5f).Node("Mul", "x s"),
        Row("list by x").Weights("s", [4], 1, 2, 3, 0.5f).Node("Div", "s x").Refused("not supported with a constant list"),
        Row("list to the power").Weights("s", [4], 1, 2, 3, 0.5f).Node("Pow", "x s").Refused("not supported with a constant list"),
        Row("scale for each step", row: [4, 2]).Weights("s", [4, 1]).Node("Mul", "x s").Refused("neither a number nor a list"),
    ];

    private static IEnumerable<ForeignGraph> Shapes() =>
    [
        Row("Flatten", row: [2, 3]).Node("Flatten", "x"),
        Row("Flatten to axis 0", row: [2, 3]).Node("Flatten", "x", Int("axis", 0)).Refused("'axis' is 0"),
        Row("Flatten from axis 2", row: [2, 3]).Node("Flatten", "x", Int("axis", 2)).Refused("'axis' is 2"),
        Row("Reshape to (0, -1)", row: [2, 3]).Integers("s", [2], 0, -1).Node("Reshape", "x s"),
        Row("Reshape to (-1, 6)", row: [2, 3]).Integers("s", [2], -1, 6).Node("Reshape", "x s"),
        Row("Reshape to (0, 0, -1, 1)", row: [2, 3]).Integers("s", [4], 0, 0, -1, 1).Node("Reshape", "x s"),
        Row("Reshape to the batch of the file", row: [2, 3], batch: 3).Integers("s", [2], 3, -1).Node("Reshape", "x s"),
        Row("Reshape to another batch", row: [2, 3]).Integers("s", [2], -1, 3).Node("Reshape", "x s").Refused("a value with the axes [2·batch, 3], of which the first is not the batch"),
        Row("Reshape to a fixed batch", row: [2, 3]).Integers("s", [2], 3, 6).Node("Reshape", "x s").Refused("cannot make rows of the target [3, 6]"),
        Row("Reshape with two open sizes", row: [2, 3]).Integers("s", [3], -1, -1, 3).Node("Reshape", "x s").Refused("two sizes"),
        Row("Reshape to size 0", row: [2, 3]).Integers("s", [2], 0, 6).Node("Reshape", "x s", Int("allowzero", 1)).Refused("'allowzero' is 1"),
        Row("Transpose of steps", row: [2, 3]).Node("Transpose", "x", Ints("perm", 0, 2, 1)),
        Row("Relu of transposed steps", row: [2, 3]).Node("Transpose", "x", Ints("perm", 0, 2, 1)).Node("Relu", "y").Node("Softmax", "y1"),
        Row("Transpose of three axes", row: [2, 3, 4]).Node("Transpose", "x", Ints("perm", 0, 3, 1, 2)).Node("Relu", "y"),
        Row("Transpose of the batch").Node("Transpose", "x").Refused("a value with the axes [4, batch], of which the first is not the batch"),
        Row("Transpose to and fro", row: [2, 4]).Weights("w", [4, 3]).Weights("b", [3]).Node("Transpose", "x", Ints("perm", 1, 0, 2)).Node("MatMul", "y w").Node("Add", "y1 b").Node("Tanh", "y2")
            .Node("Transpose", "y3", Ints("perm", 1, 0, 2)),
        Row("Transpose, parts of an axis", row: [6, 4]).Integers("s", [4], 0, 2, 3, 4).Integers("t", [3], 0, 2, 12).Node("Reshape", "x s").Node("Transpose", "y", Ints("perm", 0, 1, 3, 2)).Node("Reshape", "y1 t"),
        Row("Reshape across axes", row: [2, 6]).Integers("s", [3], 0, 3, 4).Node("Reshape", "x s"),
        Row("Reshape across axes, transposed", row: [2, 6]).Integers("s", [3], 0, 3, 4).Node("Reshape", "x s").Node("Transpose", "y", Ints("perm", 0, 2, 1)),
        Row("ReduceMean of steps", row: [5, 4]).Node("ReduceMean", "x", Ints("axes", 1), Int("keepdims", 0)),
        Row("ReduceMean of steps, counted from the end", row: [5, 4]).Node("ReduceMean", "x", Ints("axes", -2), Int("keepdims", 0)),
        Row("ReduceMean that keeps the axis", row: [5, 4]).Node("ReduceMean", "x", Ints("axes", 1)),
        Row("ReduceMean of features", row: [5, 4]).Node("ReduceMean", "x", Ints("axes", 2), Int("keepdims", 0)).Refused("along the steps"),
        Row("ReduceMean of all").Node("ReduceMean", "x").Refused("(batch, steps, features)"),
        Row("ReduceMax of opset 18", row: [5, 4]).Integers("a", [1], 1).Node("ReduceMax", "x a", Int("keepdims", 0)).With(model => model.OpsetImport[0].Version = 18),
        Row("ReduceSum", row: [5, 4]).Integers("a", [1], 1).Node("ReduceSum", "x a", Int("keepdims", 0)).Refused("masked steps only"),
    ];

    /// <summary>Returns graphs with an open axis of steps, run with five steps.</summary>
    private static IEnumerable<ForeignGraph> OpenShapes() =>
    [
        Steps("a target that is joined").Integers("one", [1], 1).Integers("t", [2], 2, -1).Node("Shape", "x").Node("Gather", "y one").Node("Shape", "x", Int("end", 1))
            .Node("Concat", "y2 y1 t", Int("axis", 0)).Node("Reshape", "x y3"),
        Steps("a target that is sliced").Integers("s", [1], 0).Integers("e", [1], -1).Integers("t", [1], 4).Node("Shape", "x").Node("Slice", "y s e")
            .Node("Concat", "y1 t", Int("axis", 0)).Node("Reshape", "x y2"),
        Steps("a target of parts of a shape").Integers("t", [2], 2, -1).Node("Shape", "x", Int("start", -3), Int("end", -1)).Node("Concat", "y t", Int("axis", -1)).Node("Reshape", "x y1"),
        Steps("a target that is multiplied").Integers("f", [], 1).Integers("two", [1], 2).Integers("b", [1], 0).Integers("a", [1], 0).Node("Shape", "x").Node("Gather", "y f")
            .Node("Mul", "y1 two").Node("Concat", "b y2 two", Int("axis", 0)).Node("Reshape", "x y3"),
        Steps("a target that is taken apart").Integers("f", [], -1).Integers("two", [], 2).Integers("a", [1], 0).Integers("b", [2], 0, -1).Node("Shape", "x").Node("Gather", "y f")
            .Node("Div", "y1 two").Node("Cast", "y2", Int("to", (int)DataType.Int64)).Node("Unsqueeze", "y3 a").Node("Concat", "b y4", Int("axis", 0)).Node("Reshape", "x y5"),
        Steps("all steps in one").Integers("s", [2], 0, -1).Node("Reshape", "x s"),
        Steps("the batch and all else").Integers("s", [1], -1).Integers("b", [1], 0).Integers("one", [1], 1).Node("Shape", "x").Node("Gather", "y b").Node("Concat", "y1 s", Int("axis", 0))
            .Node("Reshape", "x y2"),
        Steps("sums and differences").Integers("one", [1], 1).Integers("b", [1], 0).Integers("zero", [1], 0).Node("Shape", "x").Node("Gather", "y one").Node("Add", "y1 y1").Node("Add", "zero y2")
            .Integers("four", [1], 4).Integers("two", [1], 2).Node("Sub", "y3 y1").Node("Sub", "four two").Node("Concat", "b y4 two y5", Int("axis", 0)).Node("Reshape", "x y6"),
        Steps("Expand by a shape with ones").Weights("w", [4, 1]).Integers("o", [3], 1, 1, 1).Integers("m", [], -1).Integers("k", [1], -1).Integers("one", [1], 1).Node("ReduceMean", "x", Ints("axes", 1))
            .Node("Shape", "x").Node("Gather", "y1 one").Node("Concat", "k y2 k", Int("axis", 0)).Node("Shape", "y3")
            .Node("ConstantOfShape", "y4", Tensor("value", new TensorProto { DataType = (int)DataType.Int64, Dims = { 1 }, Int64Data = { 1 } }))
            .Node("Mul", "y5 m").Node("Equal", "y3 y6").Node("Where", "y7 y5 y3").Node("Expand", "y y8").Node("Sub", "x y9"),
        Steps("Expand to its own shape").Node("Shape", "x").Node("Expand", "x y").Node("Relu", "y1"),
        Steps("Expand that nothing joins").Integers("one", [1], 1).Node("ReduceMax", "x", Ints("axes", 1)).Node("Shape", "x").Node("Expand", "y y1").Node("Relu", "y2")
            .Refused("a value that is repeated to the shape [batch, length, 4], which the operator Expand"),
        Steps("Unsqueeze and Squeeze").Integers("a", [1], 2).Node("Unsqueeze", "x a").Node("Relu", "y").Node("Squeeze", "y1"),
        Steps("Concat of steps with a shape of both").Integers("s", [3], 0, 0, 4).Node("Concat", "x x", Int("axis", 1)).Node("Shape", "y").Node("Reshape", "y y1").Node("Reshape", "y2 s"),
        Steps("Shape of a constant").Weights("w", [4, 2]).Node("Shape", "w").Node("Reshape", "w y").Node("MatMul", "x y1"),
        Steps("an axis that is not there").Integers("a", [], 3).Node("Shape", "x").Node("Gather", "y a").Refused("takes the axis 3 of a shape of 3 axes"),
        Steps("a size that is divided").Integers("one", [1], 1).Integers("two", [1], 2).Node("Shape", "x").Node("Gather", "y one").Node("Div", "y1 two").Refused("'length' and '2'"),
        Steps("a size that is an output").Node("Shape", "x").Refused("the shape [batch, length, 4] of open axes, which the operator Shape"),
        Steps("a size that is a weight").Integers("one", [1], 1).Node("Shape", "x").Node("Gather", "y one").Node("Mul", "x y1").Refused("the shape [length] of open axes"),
        Steps("values of an open shape").Node("Shape", "x").Node("ConstantOfShape", "y").Node("Add", "x y1").Refused("which the operator ConstantOfShape of the node 'node y1' gives, cannot be used here"),
    ];

    private static IEnumerable<ForeignGraph> Merges() =>
    [
        .. new[] { "Add", "Sub", "Mul", "Sum", "Max", "Mean" }.Select(type => Row($"{type} of two").Input("z", [4]).Node(type, "x z")),
        .. new[] { "Sum", "Max", "Mean" }.Select(type => Row($"{type} of three").Input("z", [4]).Input("u", [4]).Node(type, "z x u")),
        Row("Min of two").Input("z", [4]).Node("Min", "x z").Refused("with a constant only"),
        Row("Div of two").Input("z", [4]).Node("Div", "x z").Refused("with a constant only"),
        Row("Sum of one").Node("Sum", "x").Node("Relu", "y"),
        Row("Sum of two and a constant").Input("z", [4]).Weights("c", [4]).Node("Sum", "x z c").Refused("cannot be used here"),
        Row("Mean with a constant").Weights("c", [], 3).Node("Mean", "x c"),
        Row("Add that spreads one over features", row: [1]).Input("z", [4]).Node("Add", "x z"),
        Row("Add that spreads rows over steps", row: [4]).Input("z", [3, 4]).Node("Add", "x z").Refused("different numbers of axes"),
        Row("x + x").Node("Add", "x x"),
        Row("x - x").Node("Sub", "x x"),
        Row("x * x").Node("Mul", "x x"),
        Row("Concat of features").Input("z", [2]).Node("Concat", "x z", Int("axis", 1)),
        Row("Concat of features, counted from the end", row: [2, 3]).Input("z", [2, 1]).Node("Concat", "z x", Int("axis", -1)),
        Row("Concat of steps", row: [2, 3]).Input("z", [1, 3]).Node("Concat", "x z", Int("axis", 1)),
        Row("Concat of rows").Input("z", [4]).Node("Concat", "x z", Int("axis", 0)).Refused("The batch (axis 0) cannot be joined along"),
        Row("Concat with a constant", batch: 3).Weights("c", [3, 2]).Node("Concat", "x c", Int("axis", 1)).Refused("its input 1, 'c': the constant 'c' cannot be used here"),
        Row("Concat of one").Node("Concat", "x", Int("axis", 1)),
    ];

    private static IEnumerable<ForeignGraph> Tokens() =>
    [
        new ForeignGraph("Gather by int64", [4], DataType.Int64, tokens: 7).Weights("e", [7, 3]).Node("Gather", "e x"),
        new ForeignGraph("Gather by int32", [4], DataType.Int32, tokens: 7).Weights("e", [7, 3]).Node("Gather", "e x", Int("axis", 0)),
        new ForeignGraph("Gather of single tokens", [], DataType.Int64, tokens: 7).Weights("e", [7, 3]).Node("Gather", "e x"),
        new ForeignGraph("Gather of columns", [4], DataType.Int64, tokens: 3).Weights("e", [7, 3]).Node("Gather", "e x", Int("axis", 1)).Refused("'axis' is 1"),
        new ForeignGraph("Gather of numbers", [4], DataType.Int64, tokens: 7).Weights("e", [7]).Node("Gather", "e x").Refused("two axes"),
        Row("Gather of data").Integers("i", [], 1).Node("Gather", "x i", Int("axis", 1)),
        Row("Gather of the last step", row: [5, 4]).Integers("i", [], -1).Node("Gather", "x i", Int("axis", 1)),
        Row("Gather of two steps", row: [5, 4]).Integers("i", [2], 1, 2).Node("Gather", "x i", Int("axis", -2)),
        Row("Gather of steps in another order", row: [5, 4]).Integers("i", [2], 2, 1).Node("Gather", "x i", Int("axis", 1)).Refused("takes the elements [2, 1]"),
        Row("Gather of a row").Integers("i", [], 1).Node("Gather", "x i", Int("axis", 0)).Refused("behind the batch"),
        Row("Slice of steps", row: [5, 4]).Integers("a", [1], 1).Integers("b", [1], -1).Integers("c", [1], 1).Node("Slice", "x a b c"),
        Row("Slice of steps and features", row: [5, 4]).Integers("a", [2], -3, 0).Integers("b", [2], long.MaxValue, 2).Integers("c", [2], 1, -1).Integers("d", [2], 1, 1).Node("Slice", "x a b c d"),
        Row("Slice in steps of two", row: [5, 4]).Integers("a", [1], 0).Integers("b", [1], 5).Integers("c", [1], 1).Integers("d", [1], 2).Node("Slice", "x a b c d").Refused("only 1 is supported"),
        Row("Slice of rows").Integers("a", [1], 0).Integers("b", [1], 2).Node("Slice", "x a b").Refused("a part of the batch"),
        Row("Split of features", row: [5, 4]).Node("Split", "x", Int("axis", -1)).With(TwoOutputs).Node("Mul", "y more"),
        Row("Split into unequal parts", row: [5, 4]).Integers("l", [2], 1, 3).Node("Split", "x l", Int("axis", 2)).With(TwoOutputs).Node("Add", "y more"),
        Row("Split that does not fit", row: [5, 4]).Integers("l", [2], 1, 2).Node("Split", "x l", Int("axis", 2)).With(TwoOutputs).Node("Add", "y more").Refused("of size 4 into [1, 2]"),
        Row("Split of a product", row: [5, 4]).Weights("w", [4, 6]).Weights("b", [6]).Node("MatMul", "x w").Node("Add", "y b").Node("Split", "y1", Int("axis", 2)).With(TwoOutputs).Node("Mul", "y2 more"),
        new ForeignGraph("tokens to calculate with", [4], DataType.Int64, tokens: 7).Integers("one", [], 1).Weights("e", [8, 3]).Node("Add", "x one").Node("Gather", "e y").Refused("cannot be used here"),
        .. new[] { "Mul", "Max" }.Select(type => new ForeignGraph($"{type} that takes padding as data", [4], DataType.Int64, tokens: 7).Weights("e", [7, 3]).Weights("f", [7, 3])
            .Integers("zero", [], 0).Node("Gather", "e x").Node("Gather", "f x").Node("Equal", "x zero").Node(type, "y y1").Refused("Multiply and Maximum leave padding out")),
        new ForeignGraph("pooled tokens", [4], DataType.Int64, tokens: 7).Weights("e", [7, 3]).Node("Gather", "e x").Node("ReduceMean", "y", Ints("axes", 1), Int("keepdims", 0)),
    ];

    private static IEnumerable<ForeignGraph> Wholes() =>
    [
        Row("names of all kinds").Weights("w", [4, 2]).Node("MatMul", "x w").Node("Relu", "y").With(model =>
        {
            model.Graph.Name = " ";
            model.Graph.Node[0].Name = "/Größe 模型/🙂//MatMul";
            model.Graph.Node[1].Name = "";
            model.Graph.Input[0].Name = model.Graph.Node[0].Input[0] = "in\"put\\:0\n";
        }),
        Row("newest opset").Weights("w", [4, 2]).Node("Gemm", "x w").With(model => model.OpsetImport[0].Version = 19),
        Row("two outputs").Weights("w", [4, 2]).Node("Relu", "x").Node("MatMul", "y w").Output("y"),
        Row("what leads nowhere").Node("Relu", "x").Node("Sigmoid", "x").With(model => model.Graph.Output[0].Name = "y"),
        .. new[] { 11, 12 }.Select(opset => Row($"opset {opset}").Weights("w", [4, 2]).Node("Gemm", "x w").Node("Softmax", "y").With(model => model.OpsetImport[0].Version = opset)),
        Row("Softmax of opset 11 over steps and features", row: [2, 4]).Node("Softmax", "x").With(model => model.OpsetImport[0].Version = 11).Refused("the axis 1"),
        Row("Softmax of opset 11 over features", row: [2, 4]).Node("Softmax", "x", Int("axis", 2)).With(model => model.OpsetImport[0].Version = 11),
        Row("an old opset").Node("Relu", "x").With(model => model.OpsetImport[0].Version = 10).Refused("opset 10"),
        Row("an operator of another domain").Node("Relu", "x").With(model => model.Graph.Node[0].Domain = "com.example").Refused("not supported"),
        Row("an attribute that is not Gemm's").Weights("w", [4, 2]).Node("Gemm", "x w", Int("axis", 1)).Refused("its attribute 'axis' is not supported"),
        Row("an input too many").Node("Relu", "x x").Refused("its input 1, 'x', is not supported"),
        Row("an output twice").Node("Relu", "x").Output("y").Refused("more than once"),
        Row("the wrong order").Node("Relu", "y1").Node("Sigmoid", "x").Refused("its input 0, 'y1', is not given"),
        Row("no batch").Node("Relu", "x").With(model => model.Graph.Input[0].Type.TensorType.Shape.Dim.Clear()).Refused("0 axes"),
    ];

    /// <summary>Gives the last operator a second output.</summary>
    private static void TwoOutputs(ModelProto model) => model.Graph.Node[^1].Output.Add("more");

    private static ForeignGraph Row(string name, int[]? row = null, int? batch = null) => new(name, row ?? [4], batch: batch);

    private static ForeignGraph Steps(string name) => Row(name, row: [5, 4])
        .With(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimParam = "length" });

    private static ForeignGraph Normalized(string name, int[]? row = null) => Row(name, row)
        .Weights("g", [4], 1, -2, 3, 0.5f).Weights("b", [4]).Weights("m", [4]).Weights("v", [4], 1, 2, 0.5f, 4);

    /// <summary>Removes the inputs of the last operator, because a Constant has none.</summary>
    private static void Unfed(ModelProto model) => model.Graph.Node[^1].Input.Clear();

    /// <summary>(x − mean)/√(variance + ε) of features, y to y6.</summary>
    private static ForeignGraph SpelledOut(string name, int rank) => Row(name, row: rank == 1 ? [4] : [2, 4]).Weights("two", [], 2).Weights("e", [], 0.01f)
        .Node("ReduceMean", "x", Ints("axes", -1)).Node("Sub", "x y").Node("Pow", "y1 two").Node("ReduceMean", "y2", Ints("axes", rank))
        .Node("Add", "y3 e").Node("Sqrt", "y4").Node("Div", "y1 y5");
}
