namespace NeuralNet.Onnx;

/// <summary>
/// Reads RNN, LSTM and GRU as recurrent layers, of both directions as Bidirectional. The operators have the steps before the batch, and an
/// axis of directions; the arrangement of values undoes the Transposes and Reshapes around them.
/// </summary>
internal static class RecurrenceImporters
{
    /// <summary>The blocks of gates of ONNX, i, o, f, c for LSTM, in the order of the gates here.</summary>
    private static readonly int[] GatesOfLSTM = [0, 2, 3, 1], GatesInOrder = [0, 1, 2];

    private static readonly Dictionary<string, string> Activations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Tanh"] = "tanh",
        ["Sigmoid"] = "sigmoid",
        ["Relu"] = "relu",
        ["Softsign"] = "softsign",
        ["Softplus"] = "softplus",
    };

    /// <exception cref="ModelFileException">The operator has a setting that the layers do not have.</exception>
    public static ImportedValue Import(OperatorNode node)
    {
        var recurrence = new Recurrence(node);
        bool givesSteps = IsUsed(node, 0), givesCarry = IsUsed(node, 2), givesState = givesCarry || (givesSteps && IsUsed(node, 1));
        Layer layer = node.Context.Shared(
            $"{recurrence.Key} {givesSteps} {givesState}", () => MakeLayer(recurrence, givesSteps, givesState));
        Node sequences = Sequences(recurrence);
        IReadOnlyList<Node> outputs = sequences.Merge(layer, InitialStates(recurrence)).Outputs;
        int states = recurrence.StateCount;
        Node hidden = givesState ? Joined(recurrence, outputs, 1) : outputs[0];
        ImportedValue further = givesSteps && !givesState ? new FurtherOutput(node.OutputName(1), node) : FinalState(recurrence, hidden);
        node.SetFurtherOutputs(givesState && states == 2 ? [further, FinalState(recurrence, Joined(recurrence, outputs, 2))] : [further]);
        return givesSteps ? Steps(recurrence, outputs[0]) : new FurtherOutput(node.Output, node);
    }

    /// <summary>One direction of the final states; null if the operator takes something else.</summary>
    public static ImportedValue? Direction(OperatorNode node)
    {
        if (node[0] is not ArrangedValue { Arrangement: { HasRows: false, Axes.Count: 3 } arrangement } arranged
            || node.Get("axis", 0L) != 0 || node.Constant(1) is not { Sizes.Length: 0 } index || !arrangement.Sizes[0].IsKnown)
            return null;
        int directions = (int)arrangement.Sizes[0].Number, direction = ConstantFolding.Axis(index.SharedIntegers()[0], directions);
        if (directions == 1)
            return ArrangedValue.Of(arranged.Source, arrangement.Squeeze(new HashSet<int> { 0 }), node);
        Node joined = arranged.Source.Node;
        if (joined.Shape.Rank != 1 || !arrangement.Transpose([1, 0, 2]).KeepsOrder)
            return null;
        int units = joined.Shape.Last / directions;
        return new LayerValue(joined.Add(new Slice(-1, direction * units, (direction + 1) * units, name: node.LayerName())));
    }

    private static bool IsUsed(OperatorNode node, int output) =>
        node.OutputName(output).Length > 0 && node.Context.IsUsed(node.OutputName(output));

    private static Layer MakeLayer(Recurrence recurrence, bool returnSequences, bool returnState)
    {
        string? name = recurrence.Node.LayerName();
        if (!recurrence.IsBidirectional)
        {
            if (recurrence.IsReverse && returnSequences)
            {
                throw new ModelFileException("its direction is 'reverse' and its outputs of all steps are used, in the order of the input; "
                    + "only the final states of this direction are supported, or both directions");
            }

            RecurrentLayer only = Layer(name, recurrence.IsReverse);
            AddWeights(recurrence, only, 0);
            return only;
        }

        var both = new Bidirectional(Layer(null, false), backwardLayer: Layer($"backward_{recurrence.Node.Type.ToLowerInvariant()}", true),
            name: name);
        AddWeights(recurrence, both.Layer, 0);
        AddWeights(recurrence, both.BackwardLayer, 1);
        return both;

        RecurrentLayer Layer(string? name, bool goBackwards)
        {
            string activation = recurrence.Activation, gates = recurrence.RecurrentActivation;
            bool useBias = recurrence.Bias is not null;
            return recurrence.Node.Type switch
            {
                "LSTM" => new LSTM(recurrence.Units, activation, gates, useBias, returnSequences: returnSequences,
                    returnState: returnState, goBackwards: goBackwards, name: name),
                "GRU" => new GRU(recurrence.Units, activation, gates, useBias, returnSequences: returnSequences,
                    returnState: returnState, goBackwards: goBackwards, resetAfter: recurrence.ResetsAfter, name: name),
                _ => new SimpleRNN(recurrence.Units, activation, useBias, returnSequences: returnSequences, returnState: returnState,
                    goBackwards: goBackwards, name: name),
            };
        }
    }

    private static void AddWeights(Recurrence recurrence, Layer layer, int direction)
    {
        int units = recurrence.Units, columns = recurrence.Columns;
        ImportedWeights weights = recurrence.Node.Context.Weights;
        weights.Add(layer, "kernel", () => Transposed(recurrence.Kernel));
        weights.Add(layer, "recurrent_kernel", () => Transposed(recurrence.RecurrentKernel));
        if (recurrence.Bias is { } bias)
            weights.Add(layer, "bias", () => BiasOf(bias.ToFloats()));

        int Column(int column) => recurrence.Gates[column / units] * units + column % units;

        float[] Transposed(ConstantValue constant)
        {
            float[] all = constant.ToFloats(), values = new float[constant.Length / recurrence.Directions];
            int inputs = constant.Sizes[2], start = direction * values.Length;
            for (int i = 0; i < values.Length; i++)
                values[i] = all[start + Column(i % columns) * inputs + i / columns];
            return values;
        }

        // A GRU that resets after the product keeps both biases; otherwise only their sum matters.
        float[] BiasOf(float[] all)
        {
            bool isDouble = recurrence.Node.Type == "GRU" && recurrence.ResetsAfter;
            var values = new float[isDouble ? 2 * columns : columns];
            for (int i = 0; i < values.Length; i++)
            {
                int input = 2 * direction * columns + Column(i % columns), state = input + columns;
                values[i] = !isDouble ? all[input] + all[state] : i < columns ? all[input] : all[state];
            }

            return values;
        }
    }

    private static Node Sequences(Recurrence recurrence)
    {
        OperatorNode node = recurrence.Node;
        if (recurrence.HasBatchFirst)
            return node.NodeOf(0);
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[0], node.Context.Sizes);
        AxisArrangement rows = arrangement.Axes.Count == 3
            ? arrangement.Transpose([1, 0, 2])
            : throw new ModelFileException($"it takes sequences of three axes; it was given {arrangement.Axes.Count}");
        return rows.HasRows
            ? ArrangedValue.Of(source, rows, node).Node
            : throw new ModelFileException("its sequences have the steps before the batch, which is the first axis of the inputs of a "
                + "model; "
                + "export the model with the batch first (batch_first=True)");
    }

    /// <summary>The states of each direction in the order of the inputs of the layer; none if they are 0.</summary>
    private static Node[] InitialStates(Recurrence recurrence)
    {
        OperatorNode node = recurrence.Node;
        int[] given = [.. Enumerable.Range(5, recurrence.StateCount).Where(node.Has)];
        if (given.All(input => IsZero(node[input])))
            return [];
        if (given.Length < recurrence.StateCount)
            throw new ModelFileException("it has one of initial_h and initial_c; give both or none");
        return [.. Enumerable.Range(0, recurrence.Directions).SelectMany(direction =>
            given.Select(input => InitialState(recurrence, input, direction)))];
    }

    private static bool IsZero(ImportedValue value) =>
        value is FilledValue { Number: 0 } || (value is ConstantValue constant && !constant.SharedFloats().AsSpan().ContainsAnyExcept(0f));

    private static Node InitialState(Recurrence recurrence, int input, int direction)
    {
        OperatorNode node = recurrence.Node;
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[input], node.Context.Sizes);
        AxisArrangement rows = recurrence.HasBatchFirst ? arrangement : arrangement.Transpose([1, 0, 2]);
        AxisArrangement joined = rows.Reshape([node.Context.Sizes.Batch, recurrence.Directions * recurrence.Units])
            ?? throw new ModelFileException($"its input {input} should have the axes directions, batch and units");
        Node state = ArrangedValue.Of(source, joined, node).Node;
        return recurrence.Directions == 1
            ? state
            : state.Add(new Slice(-1, direction * recurrence.Units, (direction + 1) * recurrence.Units));
    }

    /// <summary>The outputs of all steps as (steps, directions, batch, units).</summary>
    private static ImportedValue Steps(Recurrence recurrence, Node output)
    {
        OperatorNode node = recurrence.Node;
        AxisSize[] sizes = node.Context.Sizes.Of(output);
        AxisArrangement split = AxisArrangement.Of(sizes).Reshape([sizes[0], sizes[1], recurrence.Directions, recurrence.Units])!;
        return ArrangedValue.Of(new LayerValue(output), recurrence.HasBatchFirst ? split : split.Transpose([1, 2, 0, 3]), node);
    }

    /// <summary>A final state as (directions, batch, units).</summary>
    private static ImportedValue FinalState(Recurrence recurrence, Node state)
    {
        OperatorNode node = recurrence.Node;
        AxisSize[] sizes = node.Context.Sizes.Of(state);
        AxisArrangement split = AxisArrangement.Of(sizes).Reshape([sizes[0], recurrence.Directions, recurrence.Units])!;
        return ArrangedValue.Of(new LayerValue(state), recurrence.HasBatchFirst ? split : split.Transpose([1, 0, 2]), node);
    }

    /// <summary>A final state of all directions side by side.</summary>
    private static Node Joined(Recurrence recurrence, IReadOnlyList<Node> outputs, int state) => recurrence.IsBidirectional
        ? outputs[state].Concatenate(outputs[state + recurrence.StateCount])
        : outputs[state];

    /// <summary>The settings of an operator.</summary>
    private sealed class Recurrence
    {
        public Recurrence(OperatorNode node)
        {
            Node = node;
            Units = checked((int)node.Get("hidden_size", 0L));
            (Kernel, RecurrentKernel, Bias) = (node.Constant(1), node.Constant(2), node.Has(3) ? node.Constant(3) : null);
            Gates = node.Type == "LSTM" ? GatesOfLSTM : node.Type == "GRU" ? GatesInOrder : [0];
            string direction = node.Find("direction")?.S?.ToStringUtf8() ?? "forward";
            (IsReverse, IsBidirectional) = (direction == "reverse", direction == "bidirectional");
            HasBatchFirst = node.Get("layout", 0L) == 1;
            ResetsAfter = node.Type == "GRU" && node.Get("linear_before_reset", 0L) != 0;
            if (node.Type == "LSTM")
                node.Require("input_forget", 0, 0);
            RequireSizes();
            (Activation, RecurrentActivation) = ReadActivations();
            Key = node.WeightsKey(Kernel, RecurrentKernel, Bias);
        }

        public OperatorNode Node { get; }

        public int Units { get; }

        public ConstantValue Kernel { get; }

        public ConstantValue RecurrentKernel { get; }

        public ConstantValue? Bias { get; }

        public int[] Gates { get; }

        public bool IsReverse { get; }

        public bool IsBidirectional { get; }

        public bool HasBatchFirst { get; }

        public bool ResetsAfter { get; }

        public string Activation { get; }

        public string RecurrentActivation { get; }

        /// <summary>Equal for two uses of one layer.</summary>
        public string Key { get; }

        public int Directions => IsBidirectional ? 2 : 1;

        public int Columns => Gates.Length * Units;

        public int StateCount => Node.Type == "LSTM" ? 2 : 1;

        private void RequireSizes()
        {
            bool fits = Units > 0 && Kernel.Sizes.Length == 3 && Kernel.Sizes.AsSpan(0, 2).SequenceEqual([Directions, Columns])
                && RecurrentKernel.Sizes.AsSpan().SequenceEqual([Directions, Columns, Units])
                && (Bias is null || Bias.Sizes.AsSpan().SequenceEqual([Directions, 2 * Columns]));
            if (!fits)
            {
                throw new ModelFileException($"its weights should have the sizes [{Directions}, {Columns}, inputs], [{Directions}, "
                    + $"{Columns}, {Units}] and [{Directions}, {2 * Columns}]; they have {Text(Kernel)}, {Text(RecurrentKernel)}"
                    + (Bias is null ? "" : $" and {Text(Bias)}"));
            }
        }

        private (string Activation, string Recurrent) ReadActivations()
        {
            string[] defaults = Node.Type switch { "LSTM" => ["Sigmoid", "Tanh", "Tanh"], "GRU" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };
            int count = defaults.Length;
            string[] names = Node.Find("activations") is { } listed
                ? [.. listed.Strings.Select(name => name.ToStringUtf8())]
                : [.. Enumerable.Repeat(defaults, Directions).SelectMany(each => each)];
            string[] known = [.. names.Select(name => Activations.GetValueOrDefault(name) ?? throw new ModelFileException(
                $"its activation '{name}' is not supported; known are {string.Join(", ", Activations.Keys)}"))];
            string[] first = known[..Math.Min(count, known.Length)];
            bool areEqual = known.Length == count * Directions && known[^count..].AsSpan().SequenceEqual(first)
                && (count < 3 || first[1] == first[2]);
            if (!areEqual)
            {
                throw new ModelFileException($"its activations are [{string.Join(", ", names)}]; both directions should have the same "
                    + $"{count}, and an LSTM one function for the candidate and the carry");
            }

            return count == 1 ? (first[0], first[0]) : (first[1], first[0]);
        }

        private static string Text(ConstantValue constant) => $"[{string.Join(", ", constant.Sizes)}]";
    }
}
