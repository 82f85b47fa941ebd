using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Writes sequences of tokens with a causal model, such as a stack of <see cref="TransformerDecoder"/>: the model computes the
/// probabilities of the next token, one is drawn, and so on. The keys and values of earlier tokens are kept, so that a token costs one pass
/// of a single step, whatever its position. One thread at a time.
/// </summary>
/// <example>
/// <code>
/// var generator = new TokenGenerator(model, capacity: 500);
/// foreach (int token in generator.Generate(prompt, count: 200, temperature: 0.8f, topK: 10))
///     Console.Write(characters[token]);
/// </code>
/// </example>
public sealed class TokenGenerator
{
    /// <summary>The number of steps of the check that step by step and at once are the same.</summary>
    private const int CheckedSteps = 8;

    private readonly LayerGraph graph;
    private readonly ExecutionPlan plan;
    private readonly StepGuard stepGuard;
    private readonly KeyValueCache?[] caches;
    private long sequence;

    /// <summary>Creates a generator and checks that the model computes the same step by step as at once.</summary>
    /// <param name="model">
    /// The model: tokens (batch, steps), the steps open at best (<c>new Input([null])</c>), to probabilities of the next token (batch,
    /// steps, tokens), as by a softmax.
    /// </param>
    /// <param name="capacity">The maximum number of tokens of a sequence.</param>
    /// <exception cref="ArgumentException">
    /// The model has other inputs or outputs, sees later steps, has a layer that mixes steps in another way than causal attention, or uses
    /// padding masks.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The capacity is less than 1 or exceeds the fixed number of steps of the model.
    /// </exception>
    public TokenGenerator(Model model, int capacity)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequireTokens(model);
        int steps = model.InputShapes[0][0];
        Capacity = Require.Between(1, steps == Shape.Open ? int.MaxValue : steps, capacity);
        graph = model.Graph.WithInputShapes([1]);
        plan = new ExecutionPlan(graph, [[1, 1]]);
        stepGuard = ((ITrainedModel)model).StepGuard;
        caches = [.. graph.Nodes.Select(node => (node.Layer as IStepwiseLayer)?.NewCache(capacity, node.Inputs.Count))];
        RequireSame(model);
    }

    /// <summary>The maximum number of tokens of a sequence.</summary>
    public int Capacity { get; }

    /// <summary>The number of tokens of the sequence so far.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a new sequence. To be called after the model has been trained further, too.</summary>
    public void Clear() => (Count, sequence) = (0, sequence + 1);

    /// <summary>Adds a token to the sequence and returns the probability of each token to be the next.</summary>
    /// <param name="token">The number of the token.</param>
    /// <returns>The output of the model for the last step, which is overwritten by the next call.</returns>
    /// <exception cref="ArgumentException">The model knows no such token.</exception>
    /// <exception cref="InvalidOperationException">
    /// The sequence has as many tokens as the capacity, or a training step changed the layers during the call.
    /// </exception>
    public ReadOnlySpan<float> Append(int token)
    {
        if (Count == Capacity)
        {
            throw new InvalidOperationException(
                $"The sequence has {Capacity} tokens, the capacity of the generator. Begin another by Clear.");
        }

        int begun = stepGuard.BeginPrediction();
        plan.Inputs[0].Data[0] = token;
        graph.CheckInputs(plan.Inputs);
        for (int i = 0; i < plan.Passes.Count; i++)
        {
            NodePass pass = plan.Passes[i];
            if (pass.Layer is IStepwiseLayer layer)
                layer.ForwardStep(pass.Frame, caches[i], Count);
            else
                pass.Forward(isTraining: false, seed: 0, step: 0, part: null);
        }

        stepGuard.EndPrediction(begun);
        Count++;
        return plan.Outputs[0].Data;
    }

    /// <summary>
    /// Writes a new sequence: reads the prompt, then draws token after token. Tokens are computed as they are enumerated.
    /// </summary>
    /// <param name="prompt">The first tokens, at least one.</param>
    /// <param name="count">The number of tokens to draw.</param>
    /// <param name="temperature">
    /// The temperature τ: a token of probability p is drawn in proportion to p^(1/τ). Less than 1 favors likely tokens, 0 takes the
    /// likeliest; 1 by default.
    /// </param>
    /// <param name="topK">The number of likeliest tokens from which one is drawn; all by default.</param>
    /// <param name="seed">The seed of the draws; null, the default, draws one.</param>
    /// <returns>The drawn tokens, without the prompt.</returns>
    /// <exception cref="ArgumentException">The prompt is empty, or prompt and tokens exceed the capacity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or the temperature is negative, or topK is less than 1.</exception>
    /// <exception cref="InvalidOperationException">
    /// While the tokens were enumerated, another sequence was begun or a token appended.
    /// </exception>
    public IEnumerable<int> Generate(IReadOnlyList<int> prompt, int count, float temperature = 1, int? topK = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        Require.NonNegative(count);
        Require.NonNegative(temperature);
        Require.PositiveIfGiven(topK);
        if (prompt.Count == 0)
            throw new ArgumentException("The prompt is empty; the first token is drawn from what follows a token.", nameof(prompt));
        if ((long)prompt.Count + count > Capacity)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A prompt of {prompt.Count} tokens and {count} more exceed the capacity of the generator, {Capacity}."), nameof(count));
        }

        return Draw(prompt, count, new TokenDraw(temperature, topK, seed ?? Random.Shared.Next()));
    }

    private IEnumerable<int> Draw(IReadOnlyList<int> prompt, int count, TokenDraw draw)
    {
        Clear();
        long own = sequence;
        foreach (int token in prompt)
            Append(token);
        for (int i = 0; i < count; i++)
        {
            int token = draw.Next(plan.Outputs[0].Data);
            yield return token;
            if (i == count - 1)
                yield break;
            if (sequence != own || Count != prompt.Count + i)
                throw new InvalidOperationException("Another sequence was begun, or a token appended, while the tokens were enumerated. "
                    + "Enumerate one sequence of a generator at a time.");
            Append(token);
        }
    }

    /// <exception cref="ArgumentException">The model has other inputs or outputs.</exception>
    private static void RequireTokens(Model model)
    {
        if (model.InputShapes is not [{ Rank: 1 }] || model.OutputShapes is not [{ Rank: 2 }])
        {
            throw new ArgumentException("A generator takes a model of tokens (None, steps) that gives probabilities (None, steps, tokens); "
                + $"'{model.Name}' has the inputs {string.Join(" and ", model.InputShapes.Select(shape => shape.ToStringWithBatch()))} and "
                + $"the outputs {string.Join(" and ", model.OutputShapes.Select(shape => shape.ToStringWithBatch()))}.", nameof(model));
        }

        LayerGraph graph = model.Graph;
        if (Enumerable.Range(0, graph.Nodes.Count).FirstOrDefault(node => graph.HasMask(new Port(node)), -1) is var masked and >= 0)
        {
            throw new ArgumentException($"The layer '{graph.Nodes[masked].Path}' of '{model.Name}' makes a padding mask; a sequence that "
                + "is written token by token has no padding. Make its Embedding with maskZero: false.", nameof(model));
        }
    }

    /// <summary>Compares the outputs for a sequence step by step with those at once.</summary>
    /// <exception cref="ArgumentException">They differ.</exception>
    private void RequireSame(Model model)
    {
        int steps = model.InputShapes[0][0] is var size && size != Shape.Open ? size : Math.Min(Capacity, CheckedSteps);
        int tokens = model.OutputShapes[0].Last;
        var sequence = new Tensor([1, steps]);
        for (int t = 0; t < steps; t++)
            sequence.Data[t] = (5 * t + 1) % tokens;
        Tensor whole = model.Predict(sequence);
        for (int t = 0; t < Math.Min(steps, Math.Min(Capacity, CheckedSteps)); t++)
        {
            ReadOnlySpan<float> expected = whole.Data.Slice(t * tokens, tokens), actual = Append((int)sequence.Data[t]);
            for (int i = 0; i < tokens; i++)
            {
                if (Math.Abs(expected[i] - actual[i]) > 1e-3f * Math.Max(1, Math.Abs(expected[i])))
                {
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The model '{model.Name}' gives {expected[i]} as output {i} of step {t} of a whole sequence and {actual[i]} of "
                        + $"the steps up to it: a step depends on later ones. Use causal attention and layers that compute each step by "
                        + $"itself."), nameof(model));
                }
            }
        }

        Clear();
    }
}
