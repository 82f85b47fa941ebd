namespace NeuralNet;

/// <summary>
/// The tensors of PyTorch's modules RNN, LSTM, GRU and MultiheadAttention, whose axes and gates are in another order than here: a weight is
/// (gates·units, inputs), GRU has the gates r, z, n, recurrent modules have two biases, and attention has the projections of query, key and
/// value in one tensor (PyTorch: nn/modules/rnn.py, nn/modules/activation.py).
/// </summary>
internal static class PyTorchModules
{
    /// <summary>The blocks of gates of PyTorch in the order of the gates here.</summary>
    private static readonly int[] GatesOfGRU = [1, 0, 2], GatesInOrder = [0, 1, 2, 3];

    /// <summary>Returns the tensors of a parameter; null if its layer is neither recurrent nor MultiHeadAttention.</summary>
    /// <param name="layer">The layer that computes with the parameter.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="module">The name of the module.</param>
    /// <param name="index">The index of the layer in a recurrent module of several layers.</param>
    /// <param name="isPart">Whether the layer is a part of the mapped one, such as a direction of Bidirectional.</param>
    public static TensorAssembly? Find(Layer layer, Parameter parameter, string module, int index, bool isPart) => layer switch
    {
        RecurrentLayer { RepeatedCell: GatedCell cell } recurrent => OfCell(cell, parameter, name => WeightMapping.TensorOf(
            module, FormattableString.Invariant($"{name}_l{index}{(isPart && recurrent.Options.GoBackwards ? "_reverse" : "")}"))),
        MultiHeadAttention => OfAttention(layer, parameter, module),
        _ => null,
    };

    /// <summary>Returns an error if PyTorch has no module that computes as a layer does; null otherwise.</summary>
    public static string? Refusal(Layer layer) =>
        layer is RecurrentLayer { RepeatedCell: GRUCell cell } && !Configuration.Of(cell).GetBoolean("reset_after", true)
            ? $"The layer '{layer.Name}' has resetAfter: false, and PyTorch's GRU applies the reset gate after the product; create the "
                + "layer with resetAfter: true."
            : null;

    private static TensorAssembly OfCell(GatedCell cell, Parameter parameter, Func<string, string> nameOf)
    {
        int units = cell.UnitCount, columns = cell.GateCount * units;
        int[] gates = cell is GRUCell ? GatesOfGRU : GatesInOrder;
        if (parameter == cell.Bias)
            return new TensorAssembly([nameOf("bias_ih"), nameOf("bias_hh")], new Shape(columns), WriteBias);
        int inputs = parameter.Shape[0];
        string tensor = nameOf(parameter == cell.Kernel ? "weight_ih" : "weight_hh");
        return new TensorAssembly([tensor], [columns, inputs], (tensors, values) =>
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = tensors[0][Column(i % columns) * inputs + i / columns];
        });

        int Column(int column) => gates[column / units] * units + column % units;

        // A bias of two vectors, that of GRU, keeps both; otherwise only their sum matters.
        void WriteBias(float[][] tensors, Span<float> values)
        {
            for (int i = 0; i < values.Length; i++)
            {
                int column = Column(i % columns);
                values[i] = values.Length > columns ? tensors[i / columns][column] : tensors[0][column] + tensors[1][column];
            }
        }
    }

    private static TensorAssembly? OfAttention(Layer layer, Parameter parameter, string module)
    {
        string[] name = parameter.ShortName.Split('/');
        int part = Array.IndexOf(["query", "key", "value"], name[0]), length = parameter.Shape.Size;
        if (part < 0 && name[0] != "attention_output")
            return null;
        if (name[1] == "bias")
            return part < 0 ? Whole("out_proj.bias") : new TensorAssembly([NameOf("in_proj_bias")], new Shape(3 * length), Part(part));
        int inputs = part < 0 ? length / parameter.Shape[^1] : parameter.Shape[0], outputs = length / inputs;
        if (part < 0)
            return new TensorAssembly([NameOf("out_proj.weight")], [outputs, inputs], Transposed(0, inputs, outputs));
        bool isJoint = layer.Parameters.Where(other => other.ShortName is "query/kernel" or "key/kernel" or "value/kernel")
            .All(other => other.Shape[0] == outputs);
        return isJoint
            ? new TensorAssembly([NameOf("in_proj_weight")], [3 * outputs, inputs], Transposed(part * length, inputs, outputs))
            : new TensorAssembly([NameOf($"{name[0][0]}_proj_weight")], [outputs, inputs], Transposed(0, inputs, outputs));

        string NameOf(string tensor) => WeightMapping.TensorOf(module, tensor);

        TensorAssembly Whole(string tensor) => new([NameOf(tensor)], new Shape(length), Part(0));

        TensorAssembly.Writer Part(int index) => (tensors, values) => tensors[0].AsSpan(index * length, length).CopyTo(values);
    }

    /// <summary>Transposes a part of a tensor, which has the outputs first.</summary>
    private static TensorAssembly.Writer Transposed(int start, int inputs, int outputs) => (tensors, values) =>
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = tensors[0][start + i % outputs * inputs + i / outputs];
    };
}
