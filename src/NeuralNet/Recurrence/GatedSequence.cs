using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Passes of a <see cref="GatedCell"/> through sequences. One product computes what the inputs of all steps add to the gates; each step
/// adds the product of the state and the recurrent kernel. The rows of a batch are independent, so threads share blocks of rows, each for
/// the whole sequence, and never wait for each other between steps.
/// </summary>
internal sealed class GatedSequence(GatedCell cell, RecurrentOptions options) : CellSequence
{
    /// <summary>
    /// The number of rows of a block: two tiles of a product. The number does not depend on that of threads. Not measured.
    /// </summary>
    private const int BlockRows = 8;

    /// <summary>The number of multiplications of the products of all steps from which threads share the blocks of rows.</summary>
    private const long MinSharedWork = 250_000;

    /// <summary>The numbers of rows and of steps from which packing the recurrent kernel pays. Not measured.</summary>
    private const int MinPackedRows = 4, MinPackedSteps = 4;

    private LayerMemory gates = null!, preActivations = null!, hidden = null!, carry = null!, extra = null!, inputFactors = null!,
        droppedInput = null!, recurrentFactors = null!, product = null!, dropped = null!, gateGradients = null!, extraGradients = null!,
        hiddenGradient = null!, carryGradient = null!, packed = null!;

    private float InputRate => cell.Settings.Dropout;

    private float RecurrentRate => cell.Settings.RecurrentDropout;

    public override void Declare(LayerBuilder builder)
    {
        int units = cell.UnitCount, width = cell.GateCount * units;
        gates = builder.AddMemory("gates", shapes => OfSteps(shapes, width));
        preActivations = builder.AddMemory("pre_activations", shapes => cell.NeedsPreActivations ? OfSteps(shapes, width) : 0);
        hidden = builder.AddMemory("hidden", shapes => OfSteps(shapes, units));
        carry = builder.AddMemory("carry", shapes => cell.HasCarry ? OfSteps(shapes, units) : 0);
        extra = builder.AddMemory("extra", shapes => cell.HasExtra ? OfSteps(shapes, units) : 0);
        inputFactors = builder.AddMemory("input_factors", shapes => InputRate > 0 ? [shapes.BatchSize, shapes.Input.Last] : 0);
        droppedInput = builder.AddMemory("dropped_input", shapes => InputRate > 0 ? shapes.Input : 0);
        recurrentFactors = builder.AddMemory(
            "recurrent_factors", shapes => RecurrentRate > 0 ? [shapes.BatchSize, cell.GateCount, units] : 0);
        product = builder.AddWorkspace("product", shapes => [shapes.BatchSize, units]);
        dropped = builder.AddWorkspace("dropped", shapes => RecurrentRate > 0 ? OfSteps(shapes, units) : 0);
        gateGradients = builder.AddWorkspace("gate_gradients", shapes => OfSteps(shapes, width));
        extraGradients = builder.AddWorkspace("extra_gradients", shapes => cell.HasExtraGradient ? OfSteps(shapes, units) : 0);
        hiddenGradient = builder.AddWorkspace("hidden_gradient", shapes => [shapes.BatchSize, units]);
        carryGradient = builder.AddWorkspace("carry_gradient", shapes => cell.HasCarry ? [shapes.BatchSize, units] : 0);
        packed = builder.AddWorkspace("packed", shapes => IsPacked(shapes.BatchSize, OfSteps(shapes, 1)[1])
            ? Math.Max(cell.GateCount * PackedPanels.LengthOf(units, units), PackedPanels.LengthOf(width, units)) : 0);
    }

    public override void Forward(Frame frame, RecurrentLayer layer) => Forward(frame, TensorsOf(frame, layer));

    public override void Backward(Frame frame, RecurrentLayer layer) => Backward(frame, TensorsOf(frame, layer), new SequenceGradients
    {
        Output = frame.OutputGradients[0],
        FinalHidden = layer.FinalGradient(frame, 0),
        FinalCarry = cell.HasCarry ? layer.FinalGradient(frame, 1) : null,
        Input = frame.InputGradients[0],
        InitialHidden = RecurrentLayer.InitialGradient(frame, 0),
        InitialCarry = cell.HasCarry ? RecurrentLayer.InitialGradient(frame, 1) : null,
    });

    public void Forward(Frame frame, in SequenceTensors tensors)
    {
        Tensor input = frame.IsTraining ? Drop(frame, tensors.Input) : tensors.Input;
        MatrixProduct.Multiply(input, cell.Kernel.Value, frame[gates]);
        GatedPass pass = PassOf(frame, tensors);
        if (pass.Packed is { } panels)
            PackGates(panels.Data);
        RunBlocks(frame, pass.Steps, new ForwardBlocks(this, pass, tensors, frame.BatchSize));
    }

    public void Backward(Frame frame, in SequenceTensors tensors, in SequenceGradients gradients)
    {
        GatedPass pass = PassOf(frame, tensors);
        if (pass.Packed is { } panels)
        {
            int units = cell.UnitCount, width = cell.GateCount * units;
            PackedPanels.Pack(cell.RecurrentKernel.Value.Data, width, isTransposed: true, width, units, panels.Data);
        }

        RunBlocks(frame, pass.Steps, new BackwardBlocks(this, pass, gradients, frame.BatchSize));
        if (frame.Gradient(cell.Kernel) is { } kernelGradient)
        {
            Tensor input = frame.IsTraining && InputRate > 0 ? frame[droppedInput] : tensors.Input;
            MatrixProduct.TransposeThisAndMultiply(input, pass.GateGradients, kernelGradient);
        }

        if (frame.Gradient(cell.RecurrentKernel) is { } recurrentGradient)
            cell.PutRecurrentGradient(pass, recurrentGradient);
        if (cell.Bias is { } bias && frame.Gradient(bias) is { } biasGradient)
            cell.PutBiasGradient(pass, biasGradient);
        if (gradients.Input is { } inputGradient)
        {
            MatrixProduct.TransposeAndMultiply(pass.GateGradients, cell.Kernel.Value, inputGradient);
            if (frame.IsTraining && InputRate > 0)
                DropInput(frame, inputGradient, inputGradient);
        }
    }

    private static bool IsPacked(int rows, int steps) => rows >= MinPackedRows && steps >= MinPackedSteps;

    /// <summary>Packs the recurrent kernel gate by gate.</summary>
    private void PackGates(Span<float> panels)
    {
        int units = cell.UnitCount, length = PackedPanels.LengthOf(units, units);
        for (int gate = 0; gate < cell.GateCount; gate++)
        {
            PackedPanels.Pack(cell.RecurrentKernel.Value.Data[(gate * units)..], cell.GateCount * units, isTransposed: false, units, units,
                panels.Slice(gate * length, length));
        }
    }

    /// <summary>Computes the states of some rows of the batch, step by step.</summary>
    private void ForwardBlock(in GatedPass pass, in SequenceTensors tensors, int row, int rows)
    {
        for (int i = row; i < row + rows; i++)
        {
            int first = options.TimeOf(0, pass.Steps);
            RowOf(tensors.InitialHidden, i).CopyTo(pass.HiddenOf(i, first));
            if (tensors.InitialCarry is { } initialCarry)
                RowOf(initialCarry, i).CopyTo(pass.CarryOf(i, first));
        }

        for (int step = 0; step < pass.Steps; step++)
        {
            int time = options.TimeOf(step, pass.Steps);
            cell.AddProducts(pass, time, row, rows);
            for (int i = row; i < row + rows; i++)
                ForwardRow(pass, tensors, i, step, time);
        }
    }

    private void ForwardRow(in GatedPass pass, in SequenceTensors tensors, int row, int step, int time)
    {
        bool isLast = step + 1 == pass.Steps, isData = pass.IsData(row, time);
        int next = isLast ? 0 : options.TimeOf(step + 1, pass.Steps);
        Span<float> newHidden = isLast ? RowOf(tensors.FinalHidden, row) : pass.HiddenOf(row, next);
        Span<float> newCarry = tensors.FinalCarry is not { } final ? [] : isLast ? RowOf(final, row) : pass.CarryOf(row, next);
        if (isData)
        {
            cell.ForwardRow(pass, row, time, newHidden, newCarry);
        }
        else
        {
            pass.HiddenOf(row, time).CopyTo(newHidden);
            pass.CarryOf(row, time).CopyTo(newCarry);
        }

        if (!options.ReturnSequences && !isLast)
            return;
        Span<float> output = OutputOf(tensors.Output, row, step);
        if (isData || !options.ZeroOutputForMask)
            newHidden.CopyTo(output);
        else
            output.Clear();
    }

    /// <summary>Computes the gradients of the sums of the gates of some rows of the batch, step by step from the last.</summary>
    private void BackwardBlock(in GatedPass pass, in SequenceGradients gradients, int row, int rows)
    {
        for (int i = row; i < row + rows; i++)
        {
            CopyOrClear(gradients.FinalHidden, i, pass.HiddenGradientOf(i));
            CopyOrClear(gradients.FinalCarry, i, pass.CarryGradientOf(i));
        }

        for (int step = pass.Steps - 1; step >= 0; step--)
        {
            int time = options.TimeOf(step, pass.Steps);
            for (int i = row; i < row + rows; i++)
                BackwardRow(pass, gradients, i, step, time);
            cell.AddBackwardProducts(pass, time, row, rows);
        }

        for (int i = row; i < row + rows; i++)
        {
            if (gradients.InitialHidden is { } initialHidden)
                pass.HiddenGradientOf(i).CopyTo(RowOf(initialHidden, i));
            if (gradients.InitialCarry is { } initialCarry)
                pass.CarryGradientOf(i).CopyTo(RowOf(initialCarry, i));
        }
    }

    private void BackwardRow(in GatedPass pass, in SequenceGradients gradients, int row, int step, int time)
    {
        bool isData = pass.IsData(row, time);
        Span<float> hiddenGradient = pass.HiddenGradientOf(row);
        if (gradients.Output is { } outputGradient && (options.ReturnSequences || step + 1 == pass.Steps)
            && (isData || !options.ZeroOutputForMask))
        {
            TensorPrimitives.Add(hiddenGradient, OutputOf(outputGradient, row, step), hiddenGradient);
        }

        if (isData)
        {
            cell.BackwardRow(pass, row, time, hiddenGradient, pass.CarryGradientOf(row));
            return;
        }

        pass.GateGradientsOf(row, time).Clear();
        pass.ExtraGradientsOf(row, time).Clear();
    }

    private Span<float> OutputOf(Tensor output, int row, int step)
    {
        int units = cell.UnitCount, steps = output.Length / (output.Rows * units);
        return output.Data.Slice((row * steps + (options.ReturnSequences ? step : 0)) * units, units);
    }

    /// <summary>Draws the factors of both kinds of dropout, and returns the input without the elements that are dropped.</summary>
    private Tensor Drop(Frame frame, Tensor input)
    {
        if (InputRate == 0 && RecurrentRate == 0)
            return input;
        RowRandom random = frame.RowRandomOf(cell.Settings.Seed);
        if (RecurrentRate > 0)
            random.FillKeptOrZero(frame[recurrentFactors], RecurrentRate, 1 / (1 - RecurrentRate));
        if (InputRate == 0)
            return input;
        random.FillKeptOrZero(frame[inputFactors], InputRate, 1 / (1 - InputRate));
        DropInput(frame, input, frame[droppedInput]);
        return frame[droppedInput];
    }

    private void DropInput(Frame frame, Tensor input, Tensor destination)
    {
        int features = input.Shape.Last, steps = input.Length / (input.Rows * features);
        ReadOnlySpan<float> factors = frame[inputFactors].Data;
        for (int i = 0; i < input.Rows * steps; i++)
        {
            TensorPrimitives.Multiply(input.Data.Slice(i * features, features), factors.Slice(i / steps * features, features),
                destination.Data.Slice(i * features, features));
        }
    }

    private SequenceTensors TensorsOf(Frame frame, RecurrentLayer layer) => new()
    {
        Input = frame.Inputs[0],
        Mask = frame.Mask,
        Output = frame.Outputs[0],
        InitialHidden = layer.InitialState(frame, 0),
        InitialCarry = cell.HasCarry ? layer.InitialState(frame, 1) : null,
        FinalHidden = layer.FinalState(frame, 0),
        FinalCarry = cell.HasCarry ? layer.FinalState(frame, 1) : null,
    };

    private GatedPass PassOf(Frame frame, in SequenceTensors tensors) => new()
    {
        Cell = cell,
        Steps = frame[hidden].Shape[1],
        Mask = tensors.Mask,
        Gates = frame[gates],
        PreActivations = frame[preActivations],
        Hidden = frame[hidden],
        Carry = frame[carry],
        Extra = frame[extra],
        Factors = frame.IsTraining && RecurrentRate > 0 ? frame[recurrentFactors] : null,
        Product = frame[product],
        Dropped = frame[dropped],
        GateGradients = frame[gateGradients],
        ExtraGradients = frame[extraGradients],
        HiddenGradient = frame[hiddenGradient],
        CarryGradient = frame[carryGradient],
        Packed = IsPacked(frame.BatchSize, frame[hidden].Shape[1]) && Compute.Multiplier is SimdLinearAlgebraProvider
            ? frame[packed]
            : null,
    };

    private void RunBlocks<TBody>(Frame frame, int steps, in TBody body)
        where TBody : struct, IParallelBody
    {
        long work = (long)frame.BatchSize * steps * cell.RecurrentKernel.Shape.Size;
        WorkerPool.Shared.Run((frame.BatchSize + BlockRows - 1) / BlockRows, body, share: work >= MinSharedWork);
    }

    private static (int First, int Count) BlockOf(int index, int batchSize) =>
        (index * BlockRows, Math.Min(BlockRows, batchSize - (index * BlockRows)));

    private static Span<float> RowOf(Tensor values, int row)
    {
        int width = values.Shape.Last;
        return values.Data.Slice(row * width, width);
    }

    private static void CopyOrClear(Tensor? values, int row, Span<float> destination)
    {
        if (values is null)
            destination.Clear();
        else
            RowOf(values, row).CopyTo(destination);
    }

    /// <summary>The shape (batch, steps, width); the input of a cell alone has no axis of steps.</summary>
    private static Shape OfSteps(PassShapes shapes, int width) =>
        [shapes.BatchSize, shapes.Input.Rank == 3 ? shapes.Input[1] : 1, width];

    private readonly struct ForwardBlocks(GatedSequence sequence, GatedPass pass, SequenceTensors tensors, int batchSize) : IParallelBody
    {
        public void Run(int index)
        {
            (int row, int rows) = BlockOf(index, batchSize);
            sequence.ForwardBlock(pass, tensors, row, rows);
        }
    }

    private readonly struct BackwardBlocks(GatedSequence sequence, GatedPass pass, SequenceGradients gradients, int batchSize)
        : IParallelBody
    {
        public void Run(int index)
        {
            (int row, int rows) = BlockOf(index, batchSize);
            sequence.BackwardBlock(pass, gradients, row, rows);
        }
    }
}
