using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace NeuralNet;

/// <summary>
/// Reads the pickle of a state dict: a program for a machine with a stack, a memo and marks, of which only the operations that build data
/// are known. Nothing of the file is executed: names of Python objects are looked up in the table of <see cref="PickleObjects"/>.
/// </summary>
/// <remarks>
/// The values are null, <see cref="bool"/>, <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/>, <see cref="string"/>,
/// lists, arrays (tuples), dictionaries by texts or whole numbers, and the objects of <see cref="PickleObjects"/>. Protocols 2 to 5 of
/// Python: Lib/pickle.py, Lib/pickletools.py.
/// </remarks>
internal sealed class PickleReader
{
    private const int MinProtocol = 2, MaxProtocol = 5;

    /// <summary>The number of operations that are executed for a file of any length.</summary>
    private const int BaseOperations = 1_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] pickle;
    private readonly long maxOperations;
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<uint, object?> memo = [];
    private int position, operation, operations;

    private PickleReader(byte[] pickle, long fileLength) => (this.pickle, maxOperations) = (pickle, BaseOperations + fileLength / 2);

    /// <summary>
    /// Returns the value that a pickle builds. Each operation creates at most one object, so the memory is bounded by limiting the
    /// operations to 1,000 and one for every two bytes of the file: a tensor takes some 40 operations, and some 300 bytes of its file.
    /// </summary>
    /// <param name="pickle">The bytes of the pickle.</param>
    /// <param name="fileLength">The number of bytes of the file, which is shorter than the pickle if it is compressed.</param>
    /// <exception cref="ModelFileException">The pickle is damaged, or has an operation or object that no state dict needs.</exception>
    public static object? Read(byte[] pickle, long fileLength) => new PickleReader(pickle, fileLength).Read();

    private object? Read()
    {
        if (pickle.Length == 0 || pickle[0] != (byte)PickleOpcode.Protocol)
            throw new ModelFileException($"its pickle does not begin with the number of a protocol from {MinProtocol} to {MaxProtocol}; "
                + "save it with PyTorch's default, torch.save(model.state_dict(), path)");
        while (true)
        {
            operation = position;
            if (++operations > maxOperations)
                throw Error($"has more than {maxOperations} operations, which no state dict in a file of this length needs");
            var opcode = (PickleOpcode)ReadByte();
            if (opcode != PickleOpcode.Stop)
                Execute(opcode);
            else if (marks.Count == 0 && stack.Count == 1)
                return stack[0];
            else
                throw Error($"ends with {Counted.Of(stack.Count, "value")} instead of one");
        }
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                CheckProtocol(ReadByte());
                break;
            case PickleOpcode.Frame:
                CheckLength(BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong))));
                break;
            case PickleOpcode.Mark:
                marks.Add(stack.Count);
                break;
            case PickleOpcode.None:
                stack.Add(null);
                break;
            case PickleOpcode.NewTrue:
                stack.Add(true);
                break;
            case PickleOpcode.NewFalse:
                stack.Add(false);
                break;
            case PickleOpcode.BinInt:
                stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int))));
                break;
            case PickleOpcode.BinInt1:
                stack.Add((long)ReadByte());
                break;
            case PickleOpcode.BinInt2:
                stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(sizeof(ushort))));
                break;
            case PickleOpcode.Long1:
                stack.Add(ReadInteger());
                break;
            case PickleOpcode.BinFloat:
                stack.Add(BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(sizeof(double))));
                break;
            case PickleOpcode.ShortBinUnicode:
                stack.Add(ReadText(ReadByte()));
                break;
            case PickleOpcode.BinUnicode:
                stack.Add(ReadText(ReadUInt32()));
                break;
            case PickleOpcode.BinUnicode8:
                stack.Add(ReadText(BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)))));
                break;
            case PickleOpcode.EmptyTuple:
                stack.Add(Array.Empty<object?>());
                break;
            case PickleOpcode.Tuple1:
                stack.Add(Pop(1));
                break;
            case PickleOpcode.Tuple2:
                stack.Add(Pop(2));
                break;
            case PickleOpcode.Tuple3:
                stack.Add(Pop(3));
                break;
            case PickleOpcode.Tuple:
                stack.Add(PopToMark());
                break;
            case PickleOpcode.EmptyList:
                stack.Add(new List<object?>());
                break;
            case PickleOpcode.Append:
                Append(Pop(1));
                break;
            case PickleOpcode.Appends:
                Append(PopToMark());
                break;
            case PickleOpcode.EmptyDict:
                stack.Add(new Dictionary<object, object?>());
                break;
            case PickleOpcode.SetItem:
                SetItems(Pop(2));
                break;
            case PickleOpcode.SetItems:
                SetItems(PopToMark());
                break;
            case PickleOpcode.BinPut:
                memo[ReadByte()] = Top();
                break;
            case PickleOpcode.LongBinPut:
                memo[ReadUInt32()] = Top();
                break;
            case PickleOpcode.Memoize:
                memo[(uint)memo.Count] = Top();
                break;
            case PickleOpcode.BinGet:
                stack.Add(Remembered(ReadByte()));
                break;
            case PickleOpcode.LongBinGet:
                stack.Add(Remembered(ReadUInt32()));
                break;
            case PickleOpcode.Global:
                stack.Add(PickleObjects.Find(ReadLine(), ReadLine()));
                break;
            case PickleOpcode.StackGlobal:
                stack.Add(Find(Pop(2)));
                break;
            case PickleOpcode.BinPersistentId:
                stack.Add(PickleObjects.Storage(Pop()));
                break;
            case PickleOpcode.Reduce:
                Call(Pop(2));
                break;
            case PickleOpcode.Build:
                SetAttributes(Pop());
                break;
            default:
                throw Error($"has the operation 0x{(byte)opcode:X2}, which no state dict needs; nothing of a file is executed. "
                    + "Save the weights only: torch.save(model.state_dict(), path)");
        }
    }

    private void CheckProtocol(byte protocol)
    {
        if (protocol is < MinProtocol or > MaxProtocol)
            throw Error($"is of protocol {protocol}; the protocols {MinProtocol} to {MaxProtocol} are known");
    }

    private byte ReadByte() => ReadBytes(1)[0];

    private uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    private ReadOnlySpan<byte> ReadBytes(ulong length)
    {
        CheckLength(length);
        ReadOnlySpan<byte> bytes = pickle.AsSpan(position, (int)length);
        position += (int)length;
        return bytes;
    }

    private void CheckLength(ulong length)
    {
        if (length > (ulong)(pickle.Length - position))
            throw Error($"needs {length} more bytes and has {pickle.Length - position}; it is truncated or damaged");
    }

    private object ReadInteger()
    {
        var number = new BigInteger(ReadBytes(ReadByte()));
        return number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;
    }

    private string ReadText(ulong length)
    {
        ReadOnlySpan<byte> bytes = ReadBytes(length);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ModelFileException(Error("has a text that is not valid UTF-8").Message, exception);
        }
    }

    /// <summary>Reads a text that ends with a line feed.</summary>
    private string ReadLine()
    {
        int length = pickle.AsSpan(position).IndexOf((byte)'\n');
        if (length < 0)
            throw Error("names an object without an end; it is truncated or damaged");
        string line = ReadText((ulong)length);
        position++;
        return line;
    }

    private object? Top() => stack.Count > Floor ? stack[^1] : throw Underflow();

    private object? Pop()
    {
        object? value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count) => stack.Count - Floor >= count ? PopFrom(stack.Count - count) : throw Underflow();

    private object?[] PopToMark()
    {
        if (marks.Count == 0)
            throw Error("takes the values behind a mark that it has not set");
        int mark = Floor;
        marks.RemoveAt(marks.Count - 1);
        return PopFrom(mark);
    }

    private object?[] PopFrom(int start)
    {
        object?[] values = [.. stack[start..]];
        stack.RemoveRange(start, values.Length);
        return values;
    }

    /// <summary>The number of values below the last mark, which no operation takes before the mark.</summary>
    private int Floor => marks.Count > 0 ? marks[^1] : 0;

    private object? Remembered(uint index) => memo.TryGetValue(index, out object? value)
        ? value
        : throw Error($"takes the value {index} from the memo, which has none of this index");

    private void Append(object?[] values)
    {
        if (Top() is not List<object?> list)
            throw Error("appends to a value that is not a list");
        list.AddRange(values);
    }

    private void SetItems(object?[] items)
    {
        if (Top() is not Dictionary<object, object?> dict)
            throw Error("sets an item of a value that is not a dict");
        if (items.Length % 2 != 0)
            throw Error("sets a key of a dict without a value");
        for (int i = 0; i < items.Length; i += 2)
        {
            if (items[i] is not (string or long))
                throw Error("has a dict with a key that is neither a text nor a whole number");
            if (!dict.TryAdd(items[i]!, items[i + 1]))
                throw Error(string.Create(CultureInfo.InvariantCulture, $"has a dict with two items '{items[i]}'"));
        }
    }

    /// <summary>Ignores the attributes of an ordered dict: <c>_metadata</c>, the versions of the modules.</summary>
    private void SetAttributes(object? attributes)
    {
        if (Top() is not Dictionary<object, object?> || attributes is not Dictionary<object, object?>)
            throw Error("sets attributes of an object that is not an OrderedDict");
    }

    private object Find(object?[] names) => names is [string module, string name]
        ? PickleObjects.Find(module, name)
        : throw Error("names an object by a value that is not a text");

    private void Call(object?[] call)
    {
        if (call is not [PickleFunction function, object?[] arguments])
            throw Error("calls a value that is not a function with a tuple of arguments");
        stack.Add(PickleObjects.Call(function, arguments));
    }

    private ModelFileException Underflow() => Error("takes a value that it has not put on the stack");

    private ModelFileException Error(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"its pickle {what} (byte {operation})"));
}
